import { describe, expect, it } from "vitest";
import type { Score, ScoredSample } from "../contract.ts";
import { tasks } from "../tasks.ts";
import { arenaHardTask } from "./arena-hard.ts";
import { dropTask } from "./drop.ts";
import { simpleqaTask } from "./simpleqa.ts";

const withFigures = tasks.filter(({ figures }) => figures !== undefined);

const sample = (score: object): ScoredSample => ({
  ...{ itemId: "i", category: "all", sampleIndex: 0, mode: "plain" as const },
  score: { value: 0, correct: false, extracted: null, rejected: [], ...score } as Score,
});

/** What the first figure of a task counts in a sample. */
function countOf({ figures }: (typeof tasks)[number], score: object) {
  const figure = figures![0]!;
  return figure.kind === "categories" ? null : figure.count(sample(score));
}

describe("figures in which runs are compared", () => {
  it("hold every headline", () => {
    for (const { headline, figures = [] } of tasks)
      if (headline !== undefined) expect(figures.map(({ name }) => name)).toContain(headline);
    expect(withFigures.length).toBeGreaterThan(9);
  });

  it("drop: exact or contained is 1, else F1", () => {
    expect(countOf(dropTask, { value: 0.4, verdict: { exact: false, f1: 0.4, nous: 1 } })).toBe(1);
    expect(countOf(dropTask, { value: 0.4, verdict: { exact: false, f1: 0.4, nous: 0.4 } })).toBe(0.4);
  });

  it("simpleqa: contained counts, whatever the judge said", () => {
    expect(countOf(simpleqaTask, { value: 0, checks: { exact: false, contained: true } })).toBe(1);
    expect(countOf(simpleqaTask, { value: 1, checks: { exact: false, contained: false } })).toBe(0);
  });

  it.each([
    ["won a little twice", [1, false, 1, false], { won: 2, played: 2 }],
    ["won by far, and a tie", [1, true, 0, false], { won: 3.5, played: 4 }],
    ["lost by far, and won a little", [-1, true, 1, false], { won: 1, played: 4 }],
  ] as const)("arena-hard, %s", (_name, [first, firstStrong, second, secondStrong], expected) => {
    const games = [
      { advantage: first, strong: firstStrong },
      { advantage: second, strong: secondStrong },
    ];
    expect(countOf(arenaHardTask, { verdict: { games } })).toEqual(expected);
  });

  it.each(withFigures.map(({ id, figures }) => [id, figures!] as const))(
    "%s: no answer counts nothing",
    (_id, figures) => {
      for (const figure of figures) {
        if (figure.kind === "items") expect(figure.count(sample({}))).toBe(0);
        if (figure.kind === "share") expect(figure.count(sample({}))).toEqual({ won: 0, played: 2 });
      }
    },
  );
});
