import { expect, test } from "vitest";
import { compareScores, readScores, renderScores, type ScoreRow } from "./scores.ts";

const row = (task: string, score: number, standardError = 0.02): ScoreRow => ({
  task,
  mode: "reasoning",
  items: 100,
  score,
  standardError,
  overlongRate: 0.125,
});

test("a page is read as it was written", () => {
  const scores = { limit: 25, rows: [row("a-task", 0.875), { ...row("b-task", 1, 0), mode: "plain" as const }] };
  expect(readScores(renderScores(scores))).toEqual(scores);
});

test("only what is worse than the noise of both runs counts as worse", () => {
  const before = { limit: 25, rows: [row("same", 0.9), row("noise", 0.9), row("worse", 0.9), row("better", 0.5)] };
  const now = {
    limit: 25,
    rows: [row("same", 0.9), row("noise", 0.82), row("worse", 0.7), row("better", 0.9), row("new", 1)],
  };
  const { lines, worse } = compareScores(before, now);
  expect(worse).toEqual(["worse, thinking on -20.0"]);
  expect(lines).toHaveLength(4);
});

test("a task without noise is worse by any item", () => {
  const before = { limit: 25, rows: [row("whole", 1, 0)] };
  expect(compareScores(before, { limit: 25, rows: [row("whole", 0.99, 0)] }).worse).toHaveLength(1);
});
