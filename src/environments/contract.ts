import type { ChatMessage, StreamPart } from "../chat/index.ts";
import type { ChatRequest, StreamOptions } from "../hermes.ts";

/** `reasoning`: the model thinks before it answers. `plain`: it answers at once. */
export type Mode = "reasoning" | "plain";
export type Split = "train" | "eval";

/** A seeded source of numbers in [0, 1) with the few draws generators need. */
export interface Random {
  next(): number;
  /** Whole number in [low, high], both included. */
  integer(low: number, high: number): number;
  pick<T>(items: readonly T[]): T;
  shuffle<T>(items: readonly T[]): T[];
  /** True with this probability. */
  chance(probability: number): boolean;
}

/** A stretch of the raw completion: raw.slice(start, end) === text. */
export interface Span {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** `Verdict`: what a task wants to log of its own judgement, as JSON. */
export interface Score<Verdict = unknown> {
  /** 0 wrong, 1 right, between for graded tasks. */
  readonly value: number;
  readonly correct: boolean | null;
  /** The span taken as the answer, and by which rule. */
  readonly extracted: (Span & { readonly method: string }) | null;
  readonly rejected: readonly (Span & { readonly reason: string })[];
  /** Why the value is not 1. */
  readonly reason?: string;
  /** Named yes/no columns of the report beside the value (for example `decision`: called a tool exactly if it should). */
  readonly checks?: Readonly<Record<string, boolean>>;
  readonly verdict?: Verdict;
}

export interface SamplingDefaults {
  readonly temperature: number;
  readonly topP: number;
  readonly topK: number;
  /** Most tokens of an answer, thought included. Null: what the context leaves. */
  readonly maxTokens: number | null;
  /** Prompt and answer together, in tokens, as the report has it. Null: the model's. */
  readonly contextLength: number | null;
  readonly nSamples: number;
  /** Answers to one item that are compared with each other in training and collecting. */
  readonly groupSize: number;
}

/** Answers chat requests: `Hermes` fits. */
export interface ModelClient {
  stream(request: ChatRequest, options?: StreamOptions): AsyncIterable<StreamPart>;
}

/** What a model did with an item. */
export interface Trajectory {
  readonly mode: Mode;
  /** All that the model wrote in its last turn: thought, text and calls as raw text. */
  readonly completion: string;
  /** As in StreamPart: "length" for an answer that met its limit. Absent for text that no model has written. */
  readonly finishReason?: string;
  /** Tokens of all completions. */
  readonly completionTokens?: number;
  /** The conversation behind the prompt, where a task has several turns; the last one is `completion`. */
  readonly turns?: readonly ChatMessage[];
}

/** Runs code that a model wrote, where it can do no harm. */
export interface CodeSandbox {
  readonly name: string;
  /** Throws HermesError "environment-failed" where the sandbox itself fails; what the code does is a result. */
  run(program: SandboxProgram, signal?: AbortSignal): Promise<SandboxResult>;
}

export interface SandboxProgram {
  readonly language: "python";
  readonly source: string;
  readonly stdin: string;
  readonly timeoutMs: number;
  readonly memoryBytes: number;
}

export interface SandboxResult {
  readonly outcome: "exited" | "timed-out" | "out-of-memory" | "killed";
  readonly exitCode: number | null;
  /** The beginnings, when there is much. */
  readonly stdout: string;
  readonly stderr: string;
}

/** What scoring may ask for beside the text. A task that lacks what it needs throws "usage" with the option that gives it. */
export interface Services {
  readonly judge?: ModelClient;
  readonly sandbox?: CodeSandbox;
  readonly signal?: AbortSignal;
}

/** One scored answer, as aggregation sees it. */
export interface ScoredSample<Verdict = unknown> {
  readonly itemId: string;
  readonly category: string;
  readonly sampleIndex: number;
  readonly mode: Mode;
  readonly score: Score<Verdict>;
}

/**
 * One task: items, prompts and scores, the same code for evaluation, data collection and training.
 * `score` reads the raw completion, thought included, and is pure but for the services.
 */
export interface Environment<Item = unknown, Verdict = unknown> {
  readonly id: string;
  /** Changes whenever any item or score could change. */
  readonly version: string;
  readonly defaults: SamplingDefaults;
  /** Same split and seed, same order. The splits never share items. Generated tasks are endless, files end. */
  items(split: Split, seed: number): Iterable<Item> | AsyncIterable<Item>;
  /** Equal for items that ask the same thing; used to keep held-out items out of training. */
  itemId(item: Item): string;
  /** Named column of the report this item belongs to (for example "3 digits" or "unseen tools"). */
  category(item: Item): string;
  prompt(item: Item, mode: Mode): ChatRequest;
  /** For tasks of several turns. Default: one answer to `prompt`. */
  rollout?(item: Item, model: ModelClient, mode: Mode, random: Random, signal?: AbortSignal): Promise<Trajectory>;
  /** Throws HermesError "environment-failed" for what is not the model's fault; an answer that cannot be read has value 0 and a reason. */
  score(item: Item, trajectory: Trajectory, services: Services): Score<Verdict> | Promise<Score<Verdict>>;
  /** A right raw completion (thought, text, calls; no end-of-turn token), as the model should write it. Null where none is known. */
  demonstrate(item: Item, mode: Mode): string | null;
  /** Training rewards of the answers to one item: length penalties and the like. `lengths` and `limit` are tokens. Default: the values. */
  adjustGroup?(scores: readonly Score<Verdict>[], lengths: readonly number[], limit: number): readonly number[];
  /** Figures of the whole beside mean and categories, by name; shares as numbers from 0 to 1, counts by names that begin with `n_`. */
  aggregate?(samples: readonly ScoredSample<Verdict>[]): Readonly<Record<string, number>>;
}

/** A task whose items are made from a seed and whose right answers are known: for training. */
export interface GeneratedEnvironment<Item = unknown> extends Environment<Item> {
  readonly defaults: SamplingDefaults & { readonly maxTokens: number };
  items(split: Split, seed: number): Iterable<Item>;
  score(item: Item, trajectory: Trajectory): Score;
  demonstrate(item: Item, mode: Mode): string;
  /**
   * Another item that shares this one's system message and tools, so that training can ask it later in the same
   * conversation. Absent or null: there is none. Items without system message and tools need no followUp.
   */
  followUp?(item: Item, random: Random): Item | null;
  /**
   * The whole conversation with every assistant turn as the model should write it. For items whose prompt already
   * holds assistant turns; absent: prompt and demonstration.
   */
  transcript?(item: Item, mode: Mode): readonly ChatMessage[];
}
