import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bestAssignment } from "./best-assignment.ts";

/** Tries every assignment. */
function greatestSum(values: readonly (readonly number[])[], taken: readonly number[] = []): number {
  const row = values[taken.length];
  if (!row) return 0;
  const rest = row.flatMap((value, column) =>
    taken.includes(column) ? [] : [value + greatestSum(values, [...taken, column])],
  );
  return Math.max(greatestSum(values, [...taken, -1]), ...rest);
}

describe("bestAssignment", () => {
  it("finds the greatest sum", () => {
    const matrix = fc.tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 5 })).chain(([rows, columns]) => {
      const row = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: columns, maxLength: columns });
      return fc.array(row, { minLength: rows, maxLength: rows });
    });
    fc.assert(
      fc.property(matrix, (values) => {
        const gained = bestAssignment(values);
        expect(gained).toHaveLength(values.length);
        expect(gained.reduce((sum, value) => sum + value, 0)).toBe(greatestSum(values));
      }),
      { numRuns: 300, seed: 11 },
    );
  });

  it.each([
    ["no rows", [], []],
    ["no columns", [[], []], [0, 0]],
    [
      "what is greedy is not best",
      [
        [9, 8],
        [8, 0],
      ],
      [8, 8],
    ],
    ["more rows than columns", [[1], [3], [2]], [0, 3, 0]],
  ] as const)("%s", (_name, values, gained) => {
    expect(bestAssignment(values)).toEqual(gained);
  });
});
