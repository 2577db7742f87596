import type { Split } from "../contract.ts";
import { createRandom } from "../random.ts";

/**
 * Items of a file in an order drawn from the seed, so that the first n are a fair sample of all. Benchmarks are never trained on:
 * the split "train" is empty.
 */
export function shuffledItems<Item>(id: string, items: readonly Item[]): (split: Split, seed: number) => Item[] {
  return (split, seed) => (split === "train" ? [] : createRandom(`${id}/${split}/${seed}`).shuffle(items));
}

/** Lists taken in turn: the first of each, then the second of each. */
export function interleaved<Item>(lists: readonly (readonly Item[])[]): Item[] {
  const longest = Math.max(0, ...lists.map(({ length }) => length));
  return Array.from({ length: longest }, (_, i) => lists.flatMap((list) => list.slice(i, i + 1))).flat();
}
