import type { ScoredSample } from "./contract.ts";

/** A figure of `aggregate` in which runs can be compared: what a sample counts, and how the whole is made of its samples. Between 0 and 1. */
export type Figure<Verdict = unknown> = ItemFigure<Verdict> | CategoryFigure | ShareFigure<Verdict>;

/** Mean over items of the mean of their samples, as the score is, of something else than the value. */
export interface ItemFigure<Verdict = unknown> {
  readonly kind: "items";
  /** As `aggregate` calls it. */
  readonly name: string;
  /** From 0 to 1; 0 for a sample without a verdict. */
  count(sample: ScoredSample<Verdict>): number;
}

/** Plain mean of the categories' means of values, however many items each has. */
export interface CategoryFigure {
  readonly kind: "categories";
  readonly name: string;
}

/** Sum of what is won over the sum of what is played, each an item's mean over its samples. */
export interface ShareFigure<Verdict = unknown> {
  readonly kind: "share";
  readonly name: string;
  /** `won` is at most `played`. */
  count(sample: ScoredSample<Verdict>): { readonly won: number; readonly played: number };
}
