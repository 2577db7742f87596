import type { ChatMessage } from "../chat/index.ts";
import type { ChatRequest } from "../hermes.ts";

/** `reasoning`: the model thinks before it answers. `plain`: it answers at once. */
export type Mode = "reasoning" | "plain";

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

export interface Score {
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
}

export interface SamplingDefaults {
  readonly temperature: number;
  readonly topP: number;
  readonly topK: number;
  readonly maxTokens: number;
  readonly nSamples: number;
}

/**
 * One task: items, prompts and scores, the same code for evaluation, data collection and training.
 * `score` reads the raw completion, thought included.
 */
export interface Environment<Item> {
  readonly id: string;
  /** Changes whenever any item or score could change. */
  readonly version: string;
  readonly defaults: SamplingDefaults;
  /** Endless; same split and seed, same order. The splits never share a seed space. */
  items(split: "train" | "eval", seed: number): Iterable<Item>;
  /** Equal for items that ask the same thing; used to keep held-out items out of training. */
  itemId(item: Item): string;
  /** Named column of the report this item belongs to (for example "3 digits" or "unseen tools"). */
  category(item: Item): string;
  prompt(item: Item, mode: Mode): ChatRequest;
  /** A right raw completion (thought, text, calls; no end-of-turn token), as the model should write it. */
  demonstrate(item: Item, mode: Mode): string;
  score(item: Item, completion: string, mode: Mode): Score;
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
