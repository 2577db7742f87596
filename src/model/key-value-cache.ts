import { HermesError } from "../errors.ts";
import type { ModelConfig } from "../formats/index.ts";
import type { Backend, FloatBuffer } from "../kernels/index.ts";

/** Keys and values of one layer for a whole sequence, [capacity, kvHeads, headDim] each. */
interface LayerCache {
  keys: FloatBuffer;
  values: FloatBuffer;
}

/** Tokens of the first allocation; capacity doubles from here, so that copying stays a small part of the work. */
const FIRST_CAPACITY = 256;

/**
 * What attention remembers of one sequence, contiguous per layer. `length` tokens are stored; room grows as needed, up to
 * `limit` tokens. Whoever created the cache disposes it.
 */
export class KeyValueCache {
  readonly limit: number;
  readonly #backend: Backend;
  /** Values a token and layer: kvHeads * headDim. */
  readonly #width: number;
  readonly #layers: LayerCache[];
  #capacity = 0;
  #length = 0;

  constructor(backend: Backend, config: Pick<ModelConfig, "layers" | "kvHeads" | "headDim">, limit: number) {
    this.#backend = backend;
    this.#width = config.kvHeads * config.headDim;
    this.limit = limit;
    const empty = (): FloatBuffer => backend.createBuffer(0);
    this.#layers = Array.from({ length: config.layers }, () => ({ keys: empty(), values: empty() }));
  }

  get length(): number {
    return this.#length;
  }

  /** Bytes of float32 storage now held. */
  get byteLength(): number {
    return this.#layers.length * 2 * this.#capacity * this.#width * 4;
  }

  /** Makes room for `tokens` more. Throws HermesError "context-exceeded" beyond the limit. */
  async reserve(tokens: number): Promise<void> {
    const needed = this.#length + tokens;
    if (needed > this.limit) {
      const message = `The sequence would have ${needed} tokens; this model remembers ${this.limit}. Shorten it.`;
      throw new HermesError("context-exceeded", message, { promptTokens: needed, contextLength: this.limit });
    }
    if (needed <= this.#capacity) return;
    const capacity = Math.min(this.limit, Math.max(FIRST_CAPACITY, 2 * this.#capacity, needed));
    for (const layer of this.#layers) {
      layer.keys = await this.#move(layer.keys, capacity);
      layer.values = await this.#move(layer.values, capacity);
    }
    this.#capacity = capacity;
  }

  /** Stored tokens of `layer` and, behind them, room for the reserved ones. [capacity, kvHeads, headDim] */
  stored(layer: number): Readonly<LayerCache> {
    return this.#layers[layer]!;
  }

  /** The place of the next `tokens` tokens in `layer`. [tokens, kvHeads, headDim] */
  next(layer: number, tokens: number): Readonly<LayerCache> {
    const { keys, values } = this.#layers[layer]!;
    const [start, length] = [this.#length * this.#width, tokens * this.#width];
    return { keys: keys.slice(start, length), values: values.slice(start, length) };
  }

  /** Counts `tokens` more as stored, once every layer has written them. */
  advance(tokens: number): void {
    this.#length += tokens;
  }

  /** Forgets everything from token `length` on; the room stays. */
  truncate(length: number): void {
    if (Number.isInteger(length) && length >= 0 && length <= this.#length) {
      this.#length = length;
      return;
    }
    const expected = `a length from 0 to ${this.#length}`;
    const message = `KeyValueCache.truncate expected ${expected}, got ${length}.`;
    throw new HermesError("kernel-misuse", message, { op: "truncate", expected, got: String(length) });
  }

  /** Harmless when repeated. */
  dispose(): void {
    for (const { keys, values } of this.#layers) {
      keys.dispose();
      values.dispose();
    }
    this.#capacity = 0;
    this.#length = 0;
  }

  async #move(old: FloatBuffer, capacity: number): Promise<FloatBuffer> {
    const larger = this.#backend.createBuffer(capacity * this.#width);
    if (this.#length > 0)
      this.#backend.write(larger, await this.#backend.read(old.slice(0, this.#length * this.#width)));
    old.dispose();
    return larger;
  }
}
