import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { doubling } from "../testing/counting-task.ts";
import { estimatePass, type ScoredRow, type SummaryOptions, summarise } from "./summarise.ts";

fc.configureGlobal({ seed: 45 });

/** Rows of items, a list of values each; null is an error. */
function rowsOf(items: readonly (readonly (number | null)[])[]): ScoredRow[] {
  return items.flatMap((values, item) =>
    values.map((value, sampleIndex) => ({
      ...{ itemId: `i${item}`, category: item % 2 === 0 ? "even" : "odd", sampleIndex, mode: "plain" as const },
      score: { value: value ?? 0, correct: value === 1, extracted: null, rejected: [] },
      status: value === null ? ("error" as const) : ("ok" as const),
      overlong: false,
      completionTokens: 10,
    })),
  );
}

function summary(items: readonly (readonly (number | null)[])[], options: Partial<SummaryOptions> = {}) {
  const samples = Math.max(...items.map(({ length }) => length));
  const asked = { environment: doubling(), mode: "plain" as const, items: items.length, samples };
  return summarise(rowsOf(items), { ...asked, missing: "refuse", passAtK: [], ...options });
}

describe("estimatePass", () => {
  test("is the share of draws of k that hold a right one, over all draws", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 8 }), fc.nat(8), fc.integer({ min: 1, max: 8 }), (n, c, k) => {
        fc.pre(c <= n && k <= n);
        let [draws, withRight] = [0, 0];
        for (let set = 0; set < 2 ** n; set++) {
          const members = [...set.toString(2).padStart(n, "0")]
            .map((bit, index) => ({ bit, index }))
            .filter(({ bit }) => bit === "1");
          if (members.length !== k) continue;
          draws++;
          if (members.some(({ index }) => index < c)) withRight++;
        }
        expect(estimatePass(n, c, k)).toBeCloseTo(withRight / draws, 12);
      }),
    );
  });
});

describe("summarise", () => {
  test("the mean over items of the mean of their samples, by category too", () => {
    const { score, byCategory, samples, errors, expected } = summary([
      [1, 0],
      [0, 0],
      [1, 1],
    ]);
    expect({ score, samples, errors, expected }).toEqual({ score: 0.5, samples: 6, errors: 0, expected: 6 });
    expect(byCategory).toEqual({ even: { items: 2, score: 0.75 }, odd: { items: 1, score: 0 } });
  });

  test("the standard error is that of the item means: copies of a sample do not make it smaller", () => {
    // Items 1, 0, 1, 0: variance 1/3, divided by 4 items.
    expect(summary([[1], [0], [1], [0]]).standardError).toBeCloseTo(Math.sqrt(1 / 12), 12);
    expect(
      summary([
        [1, 1, 1],
        [0, 0, 0],
        [1, 1, 1],
        [0, 0, 0],
      ]).standardError,
    ).toBeCloseTo(Math.sqrt(1 / 12), 12);
    expect(summary([[1]]).standardError).toBeNull();
  });

  test("pass@1 is the mean, pass@n whether any was right", () => {
    const { passAtK, score } = summary(
      [
        [1, 0],
        [0, 0],
        [1, 1],
      ],
      { passAtK: [1, 2] },
    );
    expect(passAtK["1"]).toBeCloseTo(score!, 12);
    expect(passAtK["2"]).toBeCloseTo(2 / 3, 12);
  });

  test("pass@k leaves out items of which fewer than k samples are there", () => {
    const partial = summary(
      [
        [1, 0],
        [0, null],
      ],
      { passAtK: [1, 2], missing: "leave-out" },
    );
    expect(partial.passAtK).toEqual({ "1": 0.25, "2": 1 });
    expect(summary([[0, null]], { passAtK: [2], missing: "leave-out" }).passAtK).toEqual({});
  });

  test.each([
    ["refuse", null, 1, 3],
    ["leave-out", 2 / 3, 1, 3],
    ["errors-are-wrong", 0.5, 1, 3],
  ] as const)("one error, %s", (missing, score, errors, samples) => {
    const result = summary([[1], [0], [1], [null]], { missing });
    if (score === null) expect(result.score).toBeNull();
    else expect(result.score).toBeCloseTo(score, 12);
    expect(result).toMatchObject({ errors, samples, expected: 4 });
  });

  test("samples that were never asked are missing, whatever counts as wrong", () => {
    expect(summary([[1], [0]], { items: 3, missing: "errors-are-wrong" }).score).toBeNull();
    expect(summary([[1], [0]], { items: 3, missing: "leave-out" }).score).toBe(0.5);
    expect(summary([[null]], { missing: "leave-out" }).score).toBeNull();
  });

  test("the task's own figures", () => {
    const environment = doubling({ aggregate: (samples) => ({ loose: samples.length }) });
    expect(summary([[1], [0]], { environment }).further).toEqual({ loose: 2 });
  });

  test("intervals of the figures that a task names, where there is a score", () => {
    const figures = [{ kind: "categories", name: "mean of categories" }] as const;
    const items = [[1], [0], [1], [1]];
    expect(summary(items, { figures }).furtherIntervals).toEqual({
      "mean of categories": [expect.any(Number), expect.any(Number)],
    });
    expect(summary(items)).not.toHaveProperty("furtherIntervals");
    expect(summary([[1], [null]], { figures })).not.toHaveProperty("furtherIntervals");
  });
});
