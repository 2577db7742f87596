import type { ModelConfig } from "../formats/index.ts";
import type { Backend, FloatBuffer } from "../kernels/index.ts";

/** Most tokens of one step. It bounds activation memory; longer prompts go through in steps of this size. */
export const MAX_STEP_TOKENS = 256;

/** Intermediate results of one step, for up to `tokens` tokens; each buffer is written before it is read. */
export class Activations {
  readonly tokens: number;
  /** The residual stream. [tokens, hiddenSize] */
  readonly hidden: FloatBuffer;
  /** [tokens, hiddenSize] */
  readonly normed: FloatBuffer;
  /** What a block adds to the residual stream. [tokens, hiddenSize] */
  readonly update: FloatBuffer;
  /** [tokens, heads, headDim] */
  readonly query: FloatBuffer;
  /** [tokens, kvHeads, headDim] */
  readonly key: FloatBuffer;
  /** [tokens, kvHeads, headDim] */
  readonly value: FloatBuffer;
  /** [tokens, heads, headDim] */
  readonly attended: FloatBuffer;
  /** [tokens, intermediateSize] */
  readonly gate: FloatBuffer;
  /** [tokens, intermediateSize] */
  readonly up: FloatBuffer;
  readonly #all: readonly FloatBuffer[];

  /** Throws what the backend throws when there is no room, and leaves nothing behind. */
  constructor(backend: Backend, config: ModelConfig, tokens: number) {
    const created: FloatBuffer[] = [];
    this.#all = created;
    const create = (width: number): FloatBuffer => {
      try {
        created.push(backend.createBuffer(tokens * width));
        return created.at(-1)!;
      } catch (error) {
        for (const buffer of created) buffer.dispose();
        throw error;
      }
    };
    this.tokens = tokens;
    this.hidden = create(config.hiddenSize);
    this.normed = create(config.hiddenSize);
    this.update = create(config.hiddenSize);
    this.query = create(config.heads * config.headDim);
    this.key = create(config.kvHeads * config.headDim);
    this.value = create(config.kvHeads * config.headDim);
    this.attended = create(config.heads * config.headDim);
    this.gate = create(config.intermediateSize);
    this.up = create(config.intermediateSize);
  }

  /** Harmless when repeated. */
  dispose(): void {
    for (const buffer of this.#all) buffer.dispose();
  }
}
