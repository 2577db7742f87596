import type { Figure, ScoredSample, Task } from "../../environments/index.ts";
import { comparePaired, compareStrata, type PairedDifference } from "../statistics/compare-means.ts";
import { byCategory, type FigureItem, figureItems, figureOf } from "../statistics/figure-items.ts";

/** What a comparison knows of a task beside its rows. */
export type ComparedTask = Pick<Task, "id" | "headline" | "figures">;

/** A figure of a task beside its score, in both measurements. */
export interface FigureComparison {
  readonly name: string;
  /** Leaderboards and reports call it the task's result. */
  readonly headline: boolean;
  readonly a: number;
  readonly b: number;
  readonly difference: PairedDifference;
}

/** Figures that differ by less are the same but for rounding. */
const ROUNDING = 1e-9;

/** The task's figures from samples of the same items, but those that are the score (`scores`: of A and B) in both. */
export function compareFigures(
  samplesA: readonly ScoredSample[],
  samplesB: readonly ScoredSample[],
  task: ComparedTask | undefined,
  scores: readonly [a: number, b: number],
): FigureComparison[] {
  return (task?.figures ?? []).flatMap((figure) => {
    const [itemsA, itemsB] = [figureItems(samplesA, figure), figureItems(samplesB, figure)];
    const [a, b] = [figureOf(itemsA, figure), figureOf(itemsB, figure)];
    if (a === null || b === null) return [];
    if (Math.abs(a - scores[0]) < ROUNDING && Math.abs(b - scores[1]) < ROUNDING) return [];
    const { name } = figure;
    return [{ name, headline: name === task?.headline, a, b, difference: compareItems(itemsA, itemsB, figure) }];
  });
}

interface Pair {
  readonly a: FigureItem;
  readonly b: FigureItem;
}

function compareItems(
  itemsA: readonly FigureItem[],
  itemsB: readonly FigureItem[],
  { kind }: Figure,
): PairedDifference {
  const others = new Map(itemsB.map((item) => [item.itemId, item]));
  const pairs = itemsA.map((a) => ({ a, b: others.get(a.itemId)!, category: a.category }));
  if (kind === "share") return comparePaired(shareDifferences(pairs));
  const strata = kind === "categories" ? byCategory(pairs) : [pairs];
  return compareStrata(strata.map((group) => group.map(({ a, b }) => b.won - a.won)));
}

/**
 * What each item adds to the difference of two shares won / played, so that their mean is that difference: the games that it wins beyond
 * the share of both runs together, over the harmonic mean of the two numbers of games an item. Items without a change add 0. Turning an
 * item's sign is swapping its runs, which leaves the share of both as it is: the permutation test is that of swapped runs.
 */
function shareDifferences(pairs: readonly Pair[]): number[] {
  const total = (pick: (pair: Pair) => number) => pairs.reduce((sum, pair) => sum + pick(pair), 0);
  const [playedA, playedB] = [total(({ a }) => a.played), total(({ b }) => b.played)];
  const share = total(({ a, b }) => a.won + b.won) / (playedA + playedB);
  const games = (2 * playedA * playedB) / (playedA + playedB) / pairs.length;
  return pairs.map(({ a, b }) => (b.won - a.won - share * (b.played - a.played)) / games);
}
