import fc from "fast-check";
import { expect, test } from "vitest";
import { byteAlphabet } from "../../tokenizer/index.ts";
import { learnMerges } from "./learn-merges.ts";

fc.configureGlobal({ seed: 4 });

/** The definition, written plainly: count every pair again before each merge. */
function learnPlainly(pieces: ReadonlyMap<string, number>, tokenLimit: number, minimum: number): string[] {
  const tokens = [...byteAlphabet];
  const merges: string[] = [];
  let words = [...pieces].map(([piece, count]) => ({ ids: [...new TextEncoder().encode(piece)], count }));
  while (tokens.length < tokenLimit) {
    const counts = new Map<string, number>();
    for (const { ids, count } of words) {
      ids.slice(1).forEach((right, index) => {
        const pair = `${ids[index]},${right}`;
        counts.set(pair, (counts.get(pair) ?? 0) + count);
      });
    }
    const ranked = [...counts]
      .map(([pair, count]) => ({ pair: pair.split(",").map(Number) as [number, number], count }))
      .filter(({ count }) => count >= minimum)
      .sort((a, b) => b.count - a.count || a.pair[0] - b.pair[0] || a.pair[1] - b.pair[1]);
    if (ranked.length === 0) break;
    const [left, right] = ranked[0]!.pair;
    const token = tokens[left]! + tokens[right]!;
    if (!tokens.includes(token)) tokens.push(token);
    const merged = tokens.indexOf(token);
    merges.push(`${tokens[left]} ${tokens[right]}`);
    words = words.map(({ ids, count }) => {
      const result: number[] = [];
      for (let index = 0; index < ids.length; index++) {
        const isPair = ids[index] === left && ids[index + 1] === right;
        result.push(isPair ? merged : ids[index]!);
        if (isPair) index++;
      }
      return { ids: result, count };
    });
  }
  return merges;
}

test("counts kept up to date give the merges of counts made anew", () => {
  const piece = fc.string({ unit: fc.constantFrom("a", "b", "c", "é"), minLength: 1, maxLength: 12 });
  const pieces = fc
    .array(fc.tuple(piece, fc.integer({ min: 1, max: 5 })), { maxLength: 12 })
    .map((list) => new Map(list));
  fc.assert(
    fc.property(pieces, fc.integer({ min: 256, max: 280 }), fc.constantFrom(1, 2, 3), (counts, limit, minimum) => {
      const { merges, tokens } = learnMerges(counts, limit, minimum);
      expect(merges.map((pair) => pair.join(" "))).toEqual(learnPlainly(counts, limit, minimum));
      expect(new Set(tokens).size).toBe(tokens.length);
    }),
    { numRuns: 200 },
  );
});

const cases = [
  { name: "a run of one letter", pieces: { aaaa: 3 }, merges: ["a a", "aa aa"] },
  { name: "equal counts go by id", pieces: { ba: 2, ab: 2 }, merges: ["a b", "b a"] },
  { name: "below the minimum", pieces: { ab: 1 }, merges: [] },
  { name: "single characters", pieces: { a: 9, b: 9 }, merges: [] },
];

test.each(cases)("$name", ({ pieces, merges }) => {
  const learnt = learnMerges(new Map(Object.entries(pieces)), 300, 2);
  expect(learnt.merges.map((pair) => pair.join(" "))).toEqual(merges);
});
