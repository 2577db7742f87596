import type { Figure, ScoredSample } from "../../environments/index.ts";
import { meanOf } from "./estimate-mean.ts";

/** What an item counts in a figure: means over its samples. `played` is 1 but in shares. */
export interface FigureItem {
  readonly itemId: string;
  readonly category: string;
  readonly won: number;
  readonly played: number;
}

export function figureItems(rows: readonly ScoredSample[], figure: Figure): FigureItem[] {
  return Array.from(
    Map.groupBy(rows, ({ itemId }) => itemId),
    ([itemId, samples]) => {
      const counts = samples.map((sample) => countOf(sample, figure));
      const [won, played] = [meanOf(counts.map((count) => count.won)), meanOf(counts.map((count) => count.played))];
      return { itemId, category: samples[0]!.category, won, played };
    },
  );
}

export function countOf(sample: ScoredSample, figure: Figure): { readonly won: number; readonly played: number } {
  switch (figure.kind) {
    case "items":
      return { won: figure.count(sample), played: 1 };
    case "categories":
      return { won: sample.score.value, played: 1 };
    case "share":
      return figure.count(sample);
  }
}

/** The figure of at least one item; null for a share of nothing. */
export function figureOf(items: readonly FigureItem[], { kind }: Figure): number | null {
  if (kind === "categories") return meanOf(byCategory(items).map((group) => meanOf(group.map(({ won }) => won))));
  const played = items.reduce((sum, item) => sum + item.played, 0);
  return played === 0 ? null : items.reduce((sum, { won }) => sum + won, 0) / played;
}

export function byCategory<T extends { readonly category: string }>(items: readonly T[]): T[][] {
  return [...Map.groupBy(items, ({ category }) => category).values()];
}
