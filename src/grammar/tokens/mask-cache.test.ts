import { expect, test } from "vitest";
import { MaskCache } from "./mask-cache.ts";
import { tokensOf } from "./testing/reference-mask.ts";

const WORDS = 4;

function read(cache: MaskCache, state: number): number[] | null {
  const mask = new Uint32Array(WORDS).fill(0xffff_ffff);
  return cache.read(state, mask) ? tokensOf(mask) : null;
}

test("gives back what was kept, whatever stood in the mask", () => {
  const cache = new MaskCache();
  cache.keepTokens(1, Int32Array.of(0, 31, 127));
  cache.keepWords(2, Uint32Array.of(1, 0, 0x8000_0000, 0));
  expect(read(cache, 1)).toEqual([0, 31, 127]);
  expect(read(cache, 2)).toEqual([0, 95]);
  expect(read(cache, 3)).toBeNull();
});

test("keeps a copy", () => {
  const cache = new MaskCache();
  const tokens = Int32Array.of(5);
  cache.keepTokens(1, tokens);
  tokens[0] = 6;
  expect(read(cache, 1)).toEqual([5]);
});

test("leaves a mask alone that it does not have", () => {
  const mask = Uint32Array.of(7);
  expect(new MaskCache().read(0, mask)).toBe(false);
  expect([...mask]).toEqual([7]);
});

test("drops what was used longest ago when its bytes are spent", () => {
  const cache = new MaskCache(3 * (WORDS * 4 + 128));
  for (const state of [1, 2, 3]) cache.keepWords(state, Uint32Array.of(state, 0, 0, 0));
  expect(read(cache, 1)).toEqual([0]);
  cache.keepWords(4, Uint32Array.of(4, 0, 0, 0));
  expect([1, 2, 3, 4].map((state) => read(cache, state))).toEqual([[0], null, [0, 1], [2]]);
});

test("a mask larger than the cache is not kept", () => {
  const cache = new MaskCache(100);
  cache.keepWords(1, new Uint32Array(WORDS));
  expect(read(cache, 1)).toBeNull();
});
