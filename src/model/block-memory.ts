import type { Backend, BlockCache, FloatBuffer, SequenceSpan } from "../kernels/index.ts";
import type { SequenceStep } from "./contract.ts";
import type { StepMemory, TokenRange } from "./llama.ts";

/** Several sequences' parts of one step, laid end to end, over one block cache. */
export class BlockMemory implements StepMemory {
  readonly positions: Uint32Array;
  /** All tokens of the step, sequence after sequence. */
  readonly tokens: Uint32Array;
  /** Which of them get logits. */
  readonly wanted: readonly TokenRange[];
  readonly #ops: Backend;
  readonly #cache: BlockCache;
  readonly #spans: readonly SequenceSpan[];
  readonly #heads: number;

  constructor(ops: Backend, cache: BlockCache, heads: number, sequences: readonly SequenceStep[]) {
    this.#ops = ops;
    this.#cache = cache;
    this.#heads = heads;
    this.#spans = sequences.map(({ tokens, past, blocks }) => ({ tokens: tokens.length, past, blocks }));
    const total = this.#spans.reduce((sum, { tokens }) => sum + tokens, 0);
    this.tokens = new Uint32Array(total);
    this.positions = new Uint32Array(total);
    const wanted: TokenRange[] = [];
    let first = 0;
    for (const { tokens, past, logits } of sequences) {
      this.tokens.set(tokens, first);
      for (let i = 0; i < tokens.length; i++) this.positions[first + i] = past + i;
      const count = logits === "all" ? tokens.length : logits === "last" ? 1 : 0;
      if (count > 0) wanted.push({ first: first + tokens.length - count, count });
      first += tokens.length;
    }
    this.wanted = wanted;
  }

  store(layer: number, keys: FloatBuffer, values: FloatBuffer): void {
    this.#ops.storeKeyValues(this.#cache, layer, keys, values, this.#spans);
  }

  attend(layer: number, out: FloatBuffer, query: FloatBuffer): void {
    this.#ops.attention(out, query, this.#cache, layer, this.#spans, this.#heads);
  }
}
