import type { Random } from "./contract.ts";

/** A seeded generator (sfc32 by C. Doty-Humphrey, seeded through FNV-1a): same text, same numbers. */
export function createRandom(seed: string): Random {
  const next = sfc32(fnv1a(seed, 0x811c9dc5), fnv1a(seed, 0x9e3779b9), fnv1a(seed, 0x85ebca6b));
  const integer = (low: number, high: number) => low + Math.floor(next() * (high - low + 1));
  return {
    next,
    integer,
    pick: <T>(items: readonly T[]): T => items[integer(0, items.length - 1)]!,
    shuffle: <T>(items: readonly T[]): T[] => {
      const copy = [...items];
      for (let i = copy.length - 1; i > 0; i--) {
        const j = integer(0, i);
        [copy[i], copy[j]] = [copy[j]!, copy[i]!];
      }
      return copy;
    },
    chance: (probability) => next() < probability,
  };
}

/** An endless run of items. Split, seed and environment are all part of the seed, so no two streams share numbers. */
export function* endless<Item>(
  id: string,
  split: "train" | "eval",
  seed: number,
  make: (random: Random) => Item,
): Generator<Item> {
  const random = createRandom(`${id}/${split}/${seed}`);
  while (true) yield make(random);
}

/** `count` different items in random order; fewer when `items` is shorter. */
export function pickSome<T>(random: Random, items: readonly T[], count: number): T[] {
  return random.shuffle(items).slice(0, count);
}

/** One item by weight. Weights need not add up to 1. */
export function pickWeighted<T>(random: Random, rows: readonly (readonly [weight: number, item: T])[]): T {
  let left = random.next() * rows.reduce((sum, [weight]) => sum + weight, 0);
  for (const [weight, item] of rows) {
    left -= weight;
    if (left < 0) return item;
  }
  return rows.at(-1)![1];
}

/** 32-bit FNV-1a (Fowler, Noll, Vo), from a given basis. */
export function fnv1a(text: string, basis = 0x811c9dc5): number {
  let hash = basis;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}

function sfc32(a: number, b: number, c: number): () => number {
  let counter = 1;
  const step = () => {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (c << 21) | (c >>> 11);
    c = (c + sum) | 0;
    return (sum >>> 0) / 2 ** 32;
  };
  for (let i = 0; i < 15; i++) step();
  return step;
}
