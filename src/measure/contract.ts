import type { CacheDtype, ComputeMode } from "../kernels/index.ts";

/** What to measure. All but the folder has a default. */
export interface MeasureOptions {
  /** Model folder in Hugging Face layout. */
  readonly folder: string;
  /** Prompt lengths. Default: 512, or what the context allows. */
  readonly promptTokens?: readonly number[];
  /** Tokens that each stream generates; at least 2. Default 64. */
  readonly decodeTokens?: number;
  /** Numbers of answers generated at the same time. Default 1 and 8. */
  readonly streams?: readonly number[];
  /** Threads that compute. Default: the machine's, at most 8. */
  readonly threads?: number;
  /** Timed runs of everything; the result has their medians. Default 3. */
  readonly rounds?: number;
  /** Default "fast". */
  readonly compute?: ComputeMode;
  /** Default: float16 where `compute` is "fast", else float32. */
  readonly cacheDtype?: CacheDtype;
  /** Told before each part of the work. */
  readonly onProgress?: (part: string) => void;
}

/** Figures of one prompt length; medians over the rounds. */
export interface PromptFigures {
  /** Prompt tokens that went through the model in a second; nothing of the prompt was known before. */
  readonly tokensPerSecond: number;
  /** From the question to the first token of the answer. */
  readonly firstTokenMs: number;
  /** The same for a prompt that was asked before, of which `cachedTokens` tokens were found computed. */
  readonly cachedFirstTokenMs: number;
  readonly cachedTokens: number;
}

/** Figures of one number of streams; medians over the rounds. */
export interface DecodeFigures {
  /** Of all streams together. */
  readonly tokensPerSecond: number;
  /** Between two tokens of one stream, over all rounds. */
  readonly stepMs: number;
  readonly p95StepMs: number;
}

export interface Measurement {
  readonly threads: number;
  readonly compute: ComputeMode;
  readonly cacheDtype: CacheDtype;
  readonly rounds: number;
  readonly decodeTokens: number;
  readonly loadMs: number;
  /** By prompt length. */
  readonly prompts: ReadonlyMap<number, PromptFigures>;
  /** By number of streams. */
  readonly decodes: ReadonlyMap<number, DecodeFigures>;
  /** Bytes of the matrices in memory, and those of them that a decoded token reads. */
  readonly weightBytes: number;
  readonly bytesPerToken: number;
  /** Room for keys and values. */
  readonly cacheBytes: number;
  /** Most bytes the process held until the model was loaded, and ever. */
  readonly loadedMemoryBytes: number;
  readonly peakMemoryBytes: number;
  /** Bytes a second that as many threads read from memory when they do nothing else: the best of some tries right behind. */
  readonly readCeiling: number;
  /** Share of that ceiling which the steps of the fewest streams reach by reading weights alone. */
  readonly bandwidthShare: number;
}
