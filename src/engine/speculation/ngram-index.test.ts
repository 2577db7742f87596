import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Drafter } from "./drafter.ts";
import { MOST_HISTORY, NgramIndex } from "./ngram-index.ts";

/** By looking everywhere: the last place before the end where the longest suffix of 3 to `shortest` tokens ended. */
function search(tokens: readonly number[], shortest: number): number | null {
  for (let n = 3; n >= shortest; n--) {
    for (let end = tokens.length - 1; end >= n; end--) {
      const same = Array.from({ length: n }, (_, i) => tokens[end - n + i] === tokens[tokens.length - n + i]);
      if (same.every(Boolean)) return end;
    }
  }
  return null;
}

describe("the n-gram index", () => {
  test("finds what a search finds, however the sequence grew", () => {
    let found = 0;
    const texts = fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 1, maxLength: 40, size: "max" });
    const property = fc.property(texts, fc.integer({ min: 1, max: 3 }), fc.nat(5), (text, shortest, stride) => {
      const index = new NgramIndex(4, shortest, 3);
      for (let length = 1; length <= text.length; length += 1 + stride) {
        const tokens = text.slice(0, length);
        index.extend(tokens);
        expect(index.find(tokens)).toBe(search(tokens, shortest));
        if (index.find(tokens) !== null) found++;
      }
    });
    fc.assert(property, { numRuns: 200, seed: 4 });
    expect(found).toBeGreaterThan(500);
  });

  test("of a long prompt knows the last part alone", () => {
    const tokens = [1, 2, ...new Array<number>(MOST_HISTORY).fill(3), 4, 2, ...new Array<number>(100).fill(3), 1];
    const index = new NgramIndex(10, 1, 1);
    index.extend(tokens);
    expect(index.find(tokens)).toBe(null);
    expect(index.find([...tokens, 2])).toBe(MOST_HISTORY + 4);
  });

  test("tells apart ids of the largest vocabulary it promises", () => {
    const [size, a] = [208_063, 208_062];
    const tokens = [a, a, a, 1, a, a, a - 1, 2, a, a, a];
    const index = new NgramIndex(size, 3, 3);
    index.extend(tokens);
    expect(index.find(tokens)).toBe(3);
  });
});

describe("a guess", () => {
  const propose = (tokens: number[], most = 3) =>
    new Drafter({ vocabularySize: 10, shortestRun: 1 }).propose(tokens, most, 0.5);

  test.each([
    { name: "what followed the last time", tokens: [1, 2, 3, 4, 5, 6, 9, 1, 2], draft: [3, 4, 5] },
    {
      name: "behind the longest run, not the latest",
      tokens: [1, 2, 3, 7, 7, 9, 2, 3, 8, 1, 2, 3],
      draft: [7, 7, 9],
    },
    { name: "round and round", tokens: [1, 2, 1, 2], draft: [1, 2, 1] },
    { name: "of one token again and again", tokens: [5, 5], draft: [5, 5, 5] },
    { name: "nothing new under the sun", tokens: [1, 2, 3], draft: [] },
    { name: "of a single token", tokens: [1], draft: [] },
  ])("$name", ({ tokens, draft }) => {
    expect(propose(tokens)).toEqual(draft);
  });

  test("is no longer than allowed", () => {
    expect(propose([1, 2, 3, 4, 1], 2)).toEqual([2, 3]);
    expect(propose([1, 2, 3, 4, 1], 0)).toEqual([]);
  });
});
