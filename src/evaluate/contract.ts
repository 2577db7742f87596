import type { Mode, SamplingDefaults, Score } from "../environments/index.ts";

/** One line of samples.jsonl: written as soon as it is known, never changed. Of one sample the last line counts. */
export interface SampleRow {
  readonly task: string;
  /** Of the environment; other versions are other tasks. */
  readonly version: string;
  readonly mode: Mode;
  readonly itemId: string;
  readonly category: string;
  readonly sampleIndex: number;
  /** Seed of the answer's draws. */
  readonly seed: number;
  /** "error": something beside the model broke; there is no score, and the next run tries again. */
  readonly status: "ok" | "error";
  /** SHA-256 of the request, in hexadecimal. */
  readonly promptHash: string;
  /** The messages (and tools) that were asked. */
  readonly prompt: unknown;
  readonly completion: string;
  readonly finishReason: string | null;
  readonly usage: { readonly promptTokens: number; readonly completionTokens: number } | null;
  /** UTF-16 code units of the thought. */
  readonly reasoningChars: number;
  /** A thought without an end, whether the limit cut it off or the model stopped in it. */
  readonly overlong: boolean;
  readonly score: Score | null;
  readonly error: SampleError | null;
  /** From request to the end of the answer; and of scoring. */
  readonly latencyMs: number;
  readonly scoringMs: number;
}

/** Why a sample has no score. `kind` is that of "environment-failed"; `code` is the cause's. */
export interface SampleError {
  readonly kind: "transport" | "judge" | "sandbox" | "item";
  readonly code: string;
  readonly message: string;
}

/** run.json beside samples.jsonl: everything that may change a score. Runs whose `hash` differs are not the same measurement. */
export interface RunConfig {
  readonly hermes: string;
  readonly model: string;
  /** URL without user, password and query; null for a model in this process. */
  readonly endpoint: string | null;
  readonly judge: string | null;
  /** How the model is run, as far as it may change an answer: arithmetic, form of the cache, prompt format. */
  readonly settings: Readonly<Record<string, string | number | boolean>>;
  readonly seed: number;
  readonly modes: readonly Mode[];
  readonly tasks: readonly TaskConfig[];
  /** SHA-256 over all above, in hexadecimal. */
  readonly hash: string;
  readonly startedAt: string;
}

export interface TaskConfig {
  readonly id: string;
  readonly version: string;
  readonly sampling: SamplingDefaults;
  readonly samples: number;
  /** Items; null for all. */
  readonly limit: number | null;
  /** Settings of the task's own, by name. */
  readonly options?: Readonly<Record<string, string>>;
  /** Name and SHA-256 of each file of data as it was read. */
  readonly data: readonly { readonly name: string; readonly sha256: string }[];
}

/** One row of metrics.json: a task in a mode. Scores and shares as numbers from 0 to 1. */
export interface TaskMetrics {
  readonly task: string;
  readonly version: string;
  readonly mode: Mode;
  readonly items: number;
  /** Samples that the run asks for. */
  readonly expected: number;
  /** Samples that have a score. */
  readonly samples: number;
  readonly errors: number;
  /** Mean over items of the mean of their samples. Null where samples are missing and no partial score was asked for. */
  readonly score: number | null;
  /** Standard error of `score`, clustered by item; null for fewer than two items. */
  readonly standardError: number | null;
  readonly interval95: readonly [low: number, high: number] | null;
  readonly byCategory: Readonly<Record<string, { readonly items: number; readonly score: number }>>;
  /** By k. */
  readonly passAtK: Readonly<Record<string, number>>;
  readonly overlongRate: number;
  /** Answers in which nothing could be read as the answer. */
  readonly unreadableRate: number;
  readonly meanTokens: number | null;
  /** Figures of the task's own `aggregate`. */
  readonly further: Readonly<Record<string, number>>;
  /** 95 % intervals of some of them, clustered by item. */
  readonly furtherIntervals?: Readonly<Record<string, readonly [low: number, high: number]>>;
}

/** How samples without a score count. */
export type Missing =
  /** There is no headline score. */
  | "refuse"
  /** The score is that of the others. */
  | "leave-out"
  /** An error counts as 0; samples that were never asked are still missing. */
  | "errors-are-wrong";

/** metrics.json: the same for a run that was resumed and for one that was not. */
export interface RunMetrics {
  /** Of the run's configuration. */
  readonly run: string;
  /** Every sample has a score. */
  readonly complete: boolean;
  /** What the scores of a run that is not complete are made of. */
  readonly missing: Missing;
  readonly tasks: readonly TaskMetrics[];
}
