import type { ModelConfig } from "../formats/index.ts";
import type { CacheDtype } from "../kernels/index.ts";

/** Which tokens of a sequence's part get logits. */
export type LogitsWanted = "none" | "last" | "all";

/** One sequence's part of a step. */
export interface SequenceStep {
  /** What is computed now, at positions past .. past + tokens.length - 1. At least one. */
  readonly tokens: Uint32Array;
  /** Tokens of the sequence that its blocks hold already. */
  readonly past: number;
  /** The sequence's blocks in order, with room for past + tokens.length tokens. */
  readonly blocks: Uint32Array;
  readonly logits: LogitsWanted;
}

/** The model's one store of keys and values. Its blocks are handed out by whoever runs sequences. */
export interface CacheInfo {
  readonly blocks: number;
  readonly blockTokens: number;
  readonly dtype: CacheDtype;
  /** Bytes of one block over all layers. */
  readonly blockByteLength: number;
}

/** A model ready to run. Steps run one at a time. */
export interface LanguageModel {
  readonly config: ModelConfig;
  /** Longest sequence, in tokens; the cache has room for at least one such. */
  readonly contextLength: number;
  /** Most tokens of one step, over all sequences. */
  readonly maxStepTokens: number;
  readonly cache: CacheInfo;
  /** Tells models apart whose cached blocks must not be mixed: configuration, weights, arithmetic and cache form. */
  readonly fingerprint: string;
  /** Bytes of the matrices in backend memory. */
  readonly weightBytes: number;
  /** Bytes of matrices that one decoded token reads whole: all but an embedding that is not also the head. */
  readonly bytesPerToken: number;
  /** What is odd about the checkpoint or about how it was loaded. */
  readonly warnings: readonly string[];
  /**
   * Computes the parts of one or more sequences and stores their keys and values. Gives the wanted logits rows in the order of
   * `sequences`, [rows, vocabularySize]; they count until the next step is asked for. Sequences must not share a block that this step writes to.
   * Throws HermesError "kernel-misuse", "compute-failed", "memory-exhausted" or "disposed".
   */
  step(sequences: readonly SequenceStep[]): Promise<Float32Array>;
  /** A copy of one block, to be kept outside. [cache.blockByteLength] */
  readBlock(block: number): Promise<Uint8Array>;
  /** Puts back what `readBlock` of a model of the same fingerprint gave. */
  writeBlock(block: number, bytes: Uint8Array): Promise<void>;
  /** Frees everything the model holds. Harmless when repeated. */
  dispose(): Promise<void>;
}
