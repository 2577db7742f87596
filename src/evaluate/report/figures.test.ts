import { describe, expect, test } from "vitest";
import { tasks } from "../../environments/index.ts";
import type { TaskConfig, TaskMetrics } from "../contract.ts";
import { createRunConfig } from "../run-config.ts";
import type { FinishedRun } from "../store/finished-run.ts";
import { renderFurther } from "./figure-table.ts";
import { type FigureRow, figureNotes, renderHeadline, renderPublished, renderScore } from "./figures.ts";
import { judgingNotes } from "./judging-notes.ts";
import { renderMarkdown } from "./markdown.ts";
import { renderScorePlot } from "./plots/score-plot.ts";
import { splitFurther } from "./split-further.ts";

function metrics(given: Partial<TaskMetrics> = {}): TaskMetrics {
  return {
    ...{ task: "calls", version: "1", mode: "plain", items: 4, expected: 4, samples: 4, errors: 0, score: 0.5 },
    ...{ standardError: null, interval95: null, passAtK: {}, overlongRate: 0, unreadableRate: 0, meanTokens: null },
    byCategory: { one: { items: 3, score: 0.25 }, "two (b)": { items: 1, score: 1 } },
    further: { n_odd: 3, "mean of parts": 0.625, "refused (one)": 0.75, "refused (two (b))": 0, "refused (all)": 0.5 },
    ...given,
  };
}

const published = { reasoning: 85, plain: 78.4 };
const rowOf = (task: FigureRow["task"]): FigureRow => ({ task, run: 1, reasoning: null, plain: metrics() });

describe("the headline of a task", () => {
  const task = { id: "calls", title: "Calls", headline: "mean of parts", published };

  test("stands beside the score, and names what is published", () => {
    expect(renderScore(metrics())).toBe("50.0");
    expect(renderHeadline(metrics(), task)).toBe("mean of parts 62.5");
    expect(renderMarkdown([], [rowOf(task)])).toContain(
      "| calls | – | 50.0; mean of parts 62.5 | 85.0 / 78.4 (mean of parts) |",
    );
    expect(renderPublished(task)).toBe("85.0 / 78.4 (mean of parts)");
    expect(renderHeadline(metrics({ further: {} }), task)).toBeNull();
    expect(renderHeadline(metrics(), { id: "calls", title: "Calls" })).toBeNull();
  });

  test("with its interval, where the run has one", () => {
    const known = metrics({ furtherIntervals: { "mean of parts": [0.55, 0.6919] } });
    expect(renderHeadline(known, task)).toBe("mean of parts 62.5 [55.0, 69.2]");
    const rows = [{ ...rowOf(task), plain: known }];
    expect(renderMarkdown([], rows)).toContain("- calls, run 1, plain: n\\_odd 3, mean of parts 62.5 \\[55.0, 69.2\\]");
    expect(renderFurther(rows, false).text).toContain("<td>62.5 [55.0, 69.2]</td>");
  });

  test("no published mark on the axis of scores where it is no score", () => {
    expect(renderScorePlot([rowOf(task)]).text).not.toContain("published 78.4");
    expect(renderScorePlot([rowOf({ id: "calls", title: "Calls", published })]).text).toContain("published 78.4");
  });

  test("a published figure that may count something else says so, once", () => {
    const row = rowOf({ ...task, published: { ...published, caveat: "theirs is another one" } });
    const notes = figureNotes([], [row, { ...row, run: 2 }]);
    expect(notes.filter((note) => note.startsWith("Published calls"))).toEqual([
      "Published calls: theirs is another one.",
    ]);
  });

  test("the report's figures of DROP and SimpleQA are those of its own rule; BFCL is the mean of its categories", () => {
    const named = tasks.flatMap(({ id, headline }) => (headline === undefined ? [] : [[id, headline]]));
    expect(Object.fromEntries(named)).toEqual({
      ...{ bfcl: "mean of categories", drop: "rule of Nous", simpleqa: "rule of Nous" },
    });
  });
});

test("settings of a task's own, and the judge, stand in the notes", () => {
  const config = createRunConfig({
    ...{ hermes: "0", model: "m", endpoint: null, judge: null, settings: {}, seed: 1, modes: [], startedAt: "" },
    tasks: [{ id: "calls", version: "1", options: { inverted: "Harm; Others" } } as unknown as TaskConfig],
  });
  const run = {
    folder: "f",
    config,
    metrics: { run: config.hash, complete: true, tasks: [] },
  } as unknown as FinishedRun;
  expect(figureNotes([run], [])).toContain('calls, run 1: inverted "Harm; Others"; no judge.');
});

test.each([
  ["refuse", "missing in f: the same"],
  ["leave-out", "missing in f, and its scores are those of the others: the same"],
  ["errors-are-wrong", "missing in f, and errors count as 0 in its scores: the same"],
] as const)("missing samples: %s", (missing, text) => {
  const config = { hash: "1", tasks: [] } as unknown as FinishedRun["config"];
  const run = {
    folder: "f",
    config,
    metrics: { run: "1", complete: false, missing, tasks: [] },
  } as unknown as FinishedRun;
  expect(figureNotes([run], []).join("\n")).toContain(text);
});

test("a judge that does not say what it is asked is named", () => {
  const unclear = metrics({ further: { n_judge_unclear: 3, n_fallback: 0 } });
  const notes = figureNotes([], [{ ...rowOf({ id: "calls", title: "Calls" }), plain: unclear }]);
  expect(notes.join("\n")).toContain("calls, run 1, plain: the judge said neither true nor false of 3 of 4 answers");
  expect(judgingNotes(metrics())).toEqual([]);
});

describe("figures of categories", () => {
  test("are those named after a category", () => {
    const { whole, byCategory } = splitFurther(metrics());
    expect(whole.map(([name]) => name)).toEqual(["n_odd", "mean of parts", "refused (all)"]);
    expect(Object.fromEntries(byCategory)).toEqual({
      refused: [
        ["one", 0.75],
        ["two (b)", 0],
      ],
    });
  });

  test("stand below everything else in report.md, with the scores of categories; counts are no shares", () => {
    const markdown = renderMarkdown([], [rowOf({ id: "calls", title: "Calls" })]);
    const [above, below] = markdown.split("## Categories");
    expect(above).toContain("- calls, run 1, plain: n\\_odd 3, mean of parts 62.5, refused (all) 50.0\n");
    expect(below).toBe(
      "\n\n- calls, run 1, plain: one 25.0 (3); two (b) 100.0 (1)\n- calls, run 1, plain, refused: one 75.0; two (b) 0.0\n",
    );
  });
});
