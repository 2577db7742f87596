import type { ScoredSample } from "../contract.ts";
import type { CategoryFigure } from "../figure.ts";

export const categoryFigure: CategoryFigure = { kind: "categories", name: "mean of categories" };

/** Plain mean of the categories' means, each the mean over its items of the mean of their samples. Zero without samples. */
export function meanOfCategories(samples: readonly ScoredSample[]): number {
  const categories = Map.groupBy(samples, ({ category }) => category);
  return mean(
    Array.from(categories.values(), (rows) => {
      const items = Map.groupBy(rows, ({ itemId }) => itemId);
      return mean(Array.from(items.values(), (of) => mean(of.map(({ score }) => score.value))));
    }),
  );
}

export function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}
