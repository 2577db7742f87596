import { describe, expect, test } from "vitest";
import { PrefixIndex, tokensOf } from "./prefix-index.ts";

/** An index of two-token blocks that knows 10 = [1 2], 11 = [1 2][3 4] and 12 = [1 2][5 6]. */
function indexOfThree(): PrefixIndex {
  const index = new PrefixIndex(2);
  index.add(10, null, [1, 2], 0, null);
  index.add(11, 10, [1, 2, 3, 4], 2, null);
  index.add(12, 10, [1, 2, 5, 6], 2, null);
  return index;
}

describe("the prefix index", () => {
  test.each([
    { name: "all of it", tokens: [1, 2, 3, 4], limit: 4, found: [10, 11] },
    { name: "another branch", tokens: [1, 2, 5, 6, 9], limit: 4, found: [10, 12] },
    { name: "not beyond the limit", tokens: [1, 2, 3, 4], limit: 3, found: [10] },
    { name: "not beyond the tokens", tokens: [1, 2, 3], limit: 3, found: [10] },
    { name: "the same tokens elsewhere are another block", tokens: [3, 4, 1, 2], limit: 4, found: [] },
    { name: "12 and 1, 2 are different tokens", tokens: [12, 3, 4], limit: 3, found: [] },
  ])("finds $name", ({ tokens, limit, found }) => {
    expect(indexOfThree().match(tokens, limit, null)).toEqual(found);
  });

  test("the first block of a content stands for it", () => {
    const index = indexOfThree();
    expect(index.add(20, null, [1, 2], 0, null)).toBe(10);
    expect(index.has(20)).toBe(false);
  });

  test("a salt sees its own blocks alone", () => {
    const index = indexOfThree();
    expect(index.match([1, 2], 2, "a")).toEqual([]);
    expect(index.add(20, null, [1, 2], 0, "a")).toBe(20);
    expect(index.match([1, 2], 2, "a")).toEqual([20]);
    expect(index.match([1, 2], 2, "b")).toEqual([]);
  });

  test("leaves go first", () => {
    const index = indexOfThree();
    expect(() => index.remove(10)).toThrow("before those that follow it");
    for (const block of [11, 12, 10]) index.remove(block);
    expect(index.size).toBe(0);
    expect(index.match([1, 2], 2, null)).toEqual([]);
  });

  test("a block with new content is another entry", () => {
    const index = indexOfThree();
    const entry = [...index.entries()].find(({ block }) => block === 12)!;
    expect([tokensOf(entry), entry.parent?.block, index.isCurrent(entry)]).toEqual([[5, 6], 10, true]);
    index.remove(12);
    index.add(12, 10, [1, 2, 7, 8], 2, null);
    expect(index.isCurrent(entry)).toBe(false);
  });
});
