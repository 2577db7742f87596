import { quantileSorted } from "simple-statistics";
import { createRandom } from "../../environments/index.ts";
import { type Interval, wilson } from "./estimate-mean.ts";
import type { FigureItem } from "./figure-items.ts";
import { criticalT, twoSidedChance } from "./students-t.ts";

/** Draws of as many items. The ends of two seeds differ by about 0.1 points at 500 items. */
const ROUNDS = 2000;
/** Student's t with so many degrees of freedom is the normal distribution. */
const NORMAL = 1e6;

/**
 * 95 % interval of won / played by the bootstrap over items (Efron 1979): both are random, and an item's games belong together. The seed is
 * fixed: the same rows give the same interval. Percentiles lie as far out as n items ask for (Hesterberg 2015), since plain ones are too
 * narrow for few. Where all is won or lost there is nothing to draw, and the interval is Wilson's of as many items. Null for one item.
 */
export function estimateShare(items: readonly Pick<FigureItem, "won" | "played">[]): Interval | null {
  const n = items.length;
  const share = shareOf(items);
  if (share === 0 || share === 1) return wilson(share, n);
  if (n < 2 || Number.isNaN(share)) return null;
  const random = createRandom("bootstrap over items");
  const shares = Array.from({ length: ROUNDS }, () => shareOf(items.map(() => random.pick(items))));
  const drawn = shares.filter((value) => !Number.isNaN(value)).sort((left, right) => left - right);
  const outside = twoSidedChance(Math.sqrt(n / (n - 1)) * criticalT(0.05, n - 1), NORMAL) / 2;
  return [quantileSorted(drawn, outside), quantileSorted(drawn, 1 - outside)];
}

/** NaN where nothing is played. */
function shareOf(items: readonly Pick<FigureItem, "won" | "played">[]): number {
  let [won, played] = [0, 0];
  for (const item of items) {
    won += item.won;
    played += item.played;
  }
  return won / played;
}
