import type { Figure, ScoredSample } from "../../environments/index.ts";
import { estimateShare } from "./bootstrap-share.ts";
import { estimateMean, type Interval, Z95 } from "./estimate-mean.ts";
import { byCategory, countOf, figureItems } from "./figure-items.ts";
import { stratifiedMean } from "./stratified-mean.ts";
import { criticalT } from "./students-t.ts";

/** Interval of 95 % of a figure of one run, clustered by item; null where there is too little for one. `rows` is not empty. */
export function figureInterval(rows: readonly ScoredSample[], figure: Figure): Interval | null {
  switch (figure.kind) {
    case "items":
      return estimateMean(sampleValues(rows, figure)).interval95;
    case "categories":
      return meanOfCategories(byCategory(figureItems(rows, figure)).map((items) => items.map(({ won }) => won)));
    case "share":
      return estimateShare(figureItems(rows, figure));
  }
}

/** The values of each item's samples. */
function sampleValues(rows: readonly ScoredSample[], figure: Figure): number[][] {
  const items = Map.groupBy(rows, ({ itemId }) => itemId);
  return Array.from(items.values(), (samples) => samples.map((sample) => countOf(sample, figure).won));
}

/**
 * Of the plain mean of categories, from the means of each category's items: Wilson's interval with the variance of the categories' means in
 * place of p (1 - p) / n, the number of items that they amount to in place of n, and Student's t. It is not empty where all items of
 * each category are alike, and where all are wrong or all right it is Wilson's own. Null for one item between.
 */
function meanOfCategories(categories: readonly (readonly number[])[]): Interval | null {
  const { mean, standardError, degrees, effective } = stratifiedMean(categories);
  if (standardError === null && mean > 0 && mean < 1) return null;
  const t = standardError === null || standardError === 0 ? Z95 : criticalT(0.05, degrees);
  const shrink = effective / (effective + t ** 2);
  const middle = shrink * mean + (1 - shrink) / 2;
  const reach = Math.hypot(t * shrink * (standardError ?? 0), (1 - shrink) / 2);
  return [Math.max(0, middle - reach), Math.min(1, middle + reach)];
}
