import { describe, expect, test } from "vitest";
import type { TaskMetrics } from "../../contract.ts";
import { sampleRow } from "../../testing/written-run.ts";
import type { FigureRow } from "../figures.ts";
import { createEntry } from "../sample-entry.ts";
import { binByLength } from "./length-bins.ts";
import { renderOverlongPlot } from "./overlong-plot.ts";
import { renderScorePlot } from "./score-plot.ts";

const metrics = (mode: TaskMetrics["mode"], changes: Partial<TaskMetrics> = {}): TaskMetrics => ({
  ...{ task: "sums", version: "1", mode, items: 10, expected: 10, samples: 10, errors: 0, score: 0.8 },
  ...{ standardError: 0.1, interval95: [0.5, 0.9], byCategory: {}, passAtK: {}, overlongRate: 0, unreadableRate: 0 },
  ...{ meanTokens: 5, further: {} },
  ...changes,
});
const row = (changes: Partial<FigureRow> = {}): FigureRow => ({
  task: { id: "sums", title: "Sums", published: { reasoning: 95.5, plain: 71 } },
  run: 1,
  reasoning: metrics("reasoning"),
  plain: metrics("plain", { score: null, interval95: null }),
  ...changes,
});

describe("the plot of scores", () => {
  test("is named by its figures, and draws mark, interval and what is published", () => {
    const { text } = renderScorePlot([row()]);
    expect(text).toContain(
      'aria-label="sums: reasoning 80.0 (50.0 to 90.0), published 95.5; plain incomplete, published 71.0"',
    );
    // 3 % + 94 % of the share.
    expect(text).toContain('<line class="interval reasoning" x1="50.00%" x2="87.60%"');
    expect(text).toContain('cx="78.20%"');
    expect(text).toContain('x="92.77%"');
  });
});

test("the plot of thoughts that were cut off", () => {
  const { text } = renderOverlongPlot([row({ reasoning: metrics("reasoning", { overlongRate: 0.25 }) })]);
  expect(text).toContain("sums: 25.0 % of 10 thoughts have no end");
  expect(renderOverlongPlot([row({ reasoning: null })]).text).toContain("No task");
});

describe("bins by length", () => {
  const entry = (reasoningChars: number, value: number, changes = {}) =>
    createEntry(
      sampleRow({
        ...{ itemId: `i${reasoningChars}/${value}`, mode: "reasoning", reasoningChars },
        score: { value, correct: value === 1, extracted: null, rejected: [] },
        ...changes,
      }),
      1,
      1,
      null,
    );

  test("hold all ended thoughts, shortest first, those of one length together", () => {
    const entries = Array.from({ length: 100 }, (_, i) => entry(Math.floor(i / 2) * 10, i < 50 ? 1 : 0));
    const bins = binByLength([...entries].reverse());
    expect(bins).toHaveLength(8);
    expect(bins.reduce((sum, { samples }) => sum + samples, 0)).toBe(100);
    expect(bins[0]).toMatchObject({ shortest: 0, score: 1 });
    expect(bins[7]).toMatchObject({ longest: 490, score: 0 });
    for (const [index, bin] of bins.slice(1).entries()) expect(bin.shortest).toBeGreaterThan(bins[index]!.longest);
  });

  test("leave out plain answers, errors and thoughts that were cut off", () => {
    const others = [entry(5, 1, { mode: "plain" }), entry(5, 0, { overlong: true }), entry(5, 0, { status: "error" })];
    expect(binByLength([...others, ...Array.from({ length: 10 }, () => entry(7, 1))])).toMatchObject([{ samples: 10 }]);
    expect(binByLength(others)).toEqual([]);
  });
});
