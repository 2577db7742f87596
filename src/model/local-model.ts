import { HermesError } from "../errors.ts";
import type { Backend, BlockCache } from "../kernels/index.ts";
import { MAX_STEP_TOKENS } from "./activations.ts";
import { BlockMemory } from "./block-memory.ts";
import type { CacheInfo, LanguageModel, SequenceStep } from "./contract.ts";
import type { Llama } from "./llama.ts";

/** A model that computes in the calling thread. It owns weights, buffers and cache, not the backend. */
export class LocalModel implements LanguageModel {
  readonly config: LanguageModel["config"];
  readonly contextLength: number;
  readonly maxStepTokens = MAX_STEP_TOKENS;
  readonly cache: CacheInfo;
  readonly fingerprint: string;
  readonly weightBytes: number;
  readonly bytesPerToken: number;
  readonly warnings: readonly string[];
  readonly #llama: Llama;
  readonly #backend: Backend;
  readonly #store: BlockCache;
  #disposed = false;

  constructor(llama: Llama, backend: Backend, store: BlockCache, contextLength: number, fingerprint: string) {
    const { config, weights } = llama;
    const { blocks, blockTokens, dtype } = store.shape;
    this.config = config;
    this.contextLength = contextLength;
    this.cache = { blocks, blockTokens, dtype, blockByteLength: store.blockByteLength };
    this.fingerprint = fingerprint;
    this.weightBytes = weights.byteLength;
    this.bytesPerToken = weights.byteLength - (config.tiedEmbeddings ? 0 : weights.embedding.byteLength);
    this.warnings = weights.warnings;
    this.#llama = llama;
    this.#backend = backend;
    this.#store = store;
  }

  async step(sequences: readonly SequenceStep[]): Promise<Float32Array> {
    this.#checkAlive();
    const memory = new BlockMemory(this.#backend, this.#store, this.config.heads, sequences);
    const total = memory.tokens.length;
    if (total < 1 || total > MAX_STEP_TOKENS || sequences.some(({ tokens }) => tokens.length === 0)) {
      throw badStep(`1 to ${MAX_STEP_TOKENS} tokens, at least one a sequence`, `${total}`);
    }
    return this.#llama.step(memory.tokens, memory, memory.wanted);
  }

  async readBlock(block: number): Promise<Uint8Array> {
    this.#checkAlive();
    return this.#backend.readBlock(this.#store, block);
  }

  async writeBlock(block: number, bytes: Uint8Array): Promise<void> {
    this.#checkAlive();
    this.#backend.writeBlock(this.#store, block, bytes);
  }

  async dispose(): Promise<void> {
    if (this.#disposed) return;
    this.#disposed = true;
    this.#llama.dispose();
    this.#llama.weights.dispose();
    this.#store.dispose();
  }

  #checkAlive(): void {
    if (this.#disposed) throw new HermesError("disposed", "This model was disposed; load it again.", { what: "model" });
  }
}

function badStep(expected: string, got: string): HermesError {
  return new HermesError("kernel-misuse", `A step expected ${expected}, got ${got}.`, { op: "step", expected, got });
}
