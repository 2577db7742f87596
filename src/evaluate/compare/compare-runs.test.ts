import { appendFileSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { isHermesError } from "../../errors.ts";
import { readFinishedRun } from "../store/finished-run.ts";
import { type GivenRun, rowsOf, sampleRow, writeRun } from "../testing/written-run.ts";
import { compareRuns } from "./compare-runs.ts";

const half = Array.from({ length: 40 }, (_, i) => i % 2);

async function compare(a: GivenRun, b: GivenRun) {
  return compareRuns(await readFinishedRun(await writeRun(a)), await readFinishedRun(await writeRun(b)));
}

describe("compareRuns", () => {
  test("a run and itself", async () => {
    const { warnings, tasks } = await compare({ rows: rowsOf(half) }, { rows: rowsOf(half) });
    expect(warnings).toEqual([]);
    expect(tasks).toMatchObject([{ task: "sums", obstacles: [], warnings: [], a: 0.5, b: 0.5, onlyA: [], onlyB: [] }]);
    expect(tasks[0]!.difference).toMatchObject({ mean: 0, chance: 1, verdict: "no difference" });
  });

  test("pairs items by name, whatever their order, and lists those that differ most", async () => {
    const better = half.map((value, index) => (index < 16 ? 1 : value));
    const { tasks } = await compare({ rows: rowsOf(half) }, { rows: rowsOf(better).reverse() });
    expect(tasks[0]!.difference).toMatchObject({ mean: 0.2, verdict: "better", chance: 2 / 2 ** 8 });
    expect(tasks[0]!.items.slice(0, 8).every(({ a, b }) => a === 0 && b === 1)).toBe(true);
  });

  test("the mean of an item's samples is what is paired", async () => {
    const samples = (values: readonly number[]) =>
      values.flatMap((value, sampleIndex) => rowsOf([value], { sampleIndex }));
    const { tasks } = await compare({ rows: samples([1, 0, 0, 0]) }, { rows: samples([1, 1, 1, 0]) });
    expect(tasks[0]!.items).toEqual([{ itemId: "i0", category: "small", a: 0.25, b: 0.75 }]);
  });

  test("items that have a score in one run only are named and left out", async () => {
    const rows = rowsOf([1, 1, 0]);
    const broken = rows.with(0, sampleRow({ itemId: "i0", status: "error" })).slice(0, 2);
    const { tasks } = await compare({ rows }, { rows: broken });
    expect(tasks[0]).toMatchObject({ onlyA: ["i0", "i2"], onlyB: [], a: 1, b: 1 });
  });

  test.each([
    ["version", { version: "2" }, ["version: 1 in A, 2 in B"]],
    [
      "data",
      { data: [{ name: "sums.jsonl", sha256: "ab".repeat(32) }] },
      ["data sums.jsonl: none in A, abababababab in B"],
    ],
    ["options", { options: { fallback: "on" } }, ["option fallback: none in A, on in B"]],
  ])("another %s is not the same measurement", async (_name, task, obstacles) => {
    const rows = rowsOf(half);
    const other = rows.map((row) => ({ ...row, version: "version" in task ? task.version : "1" }));
    const { tasks } = await compare({ rows }, { rows: other, tasks: [{ id: "sums", ...task }] });
    expect(tasks).toMatchObject([{ obstacles, items: [], difference: null, a: null, b: null }]);
  });

  test("other settings are named", async () => {
    const sampling = { ...{ temperature: 0, topP: 0.95, topK: 20, maxTokens: 256 }, contextLength: null };
    const task = { id: "sums", samples: 4, limit: 10, sampling: { ...sampling, nSamples: 1, groupSize: 1 } };
    const { warnings, tasks } = await compare(
      { rows: rowsOf(half) },
      { rows: rowsOf(half), tasks: [task], config: { seed: 2, judge: "nano", model: "another" } },
    );
    expect(warnings).toEqual(["judge: none in A, nano in B", "seed: 1 in A, 2 in B"]);
    expect(tasks[0]!.warnings).toEqual([
      "samples: 1 in A, 4 in B",
      "limit: none in A, 10 in B",
      "temperature: 0.6 in A, 0 in B",
    ]);
  });

  test("tasks and modes of one run only are named", async () => {
    const comparison = await compare(
      { rows: rowsOf(half), tasks: [{ id: "sums" }, { id: "words" }] },
      { rows: rowsOf(half), config: { modes: ["plain", "reasoning"] } },
    );
    expect(comparison.tasks).toHaveLength(1);
    expect(comparison).toMatchObject({ onlyA: ["words, plain"], onlyB: ["sums, reasoning"] });
  });
});

describe("a damaged folder is named", () => {
  test.each([
    ["no run.json", (folder: string) => rmSync(join(folder, "run.json")), "file-missing", /holds no run/],
    ["no metrics.json", (folder: string) => rmSync(join(folder, "metrics.json")), "file-missing", /cut off/],
    [
      "half a run.json",
      (folder: string) => writeFileSync(join(folder, "run.json"), '{"hash": "a", "tas'),
      "file-invalid",
      /not the record/,
    ],
    [
      "a run.json without fields",
      (folder: string) => writeFileSync(join(folder, "run.json"), '{"hash": "a", "tasks": []}'),
      "file-invalid",
      /lacks fields of a run/,
    ],
    ["a run.json without modes", changeConfig({ modes: [] }), "file-invalid", /lacks fields of a run/],
    [
      "a run.json with data that are no files",
      changeConfig({ tasks: [{ id: "sums", version: "1", data: [null] }] }),
      "file-invalid",
      /lacks fields of a run/,
    ],
    ["no samples.jsonl", (folder: string) => rmSync(join(folder, "samples.jsonl")), "file-invalid", /has 0 samples/],
    [
      "a samples.jsonl that was cut",
      (folder: string) => {
        const path = join(folder, "samples.jsonl");
        writeFileSync(path, `${readFileSync(path, "utf8").split("\n")[0]}\n`);
      },
      "file-invalid",
      /has 1 samples, but metrics.json holds the figures of 2/,
    ],
    [
      "figures without fields",
      (folder: string) => writeFileSync(join(folder, "metrics.json"), '{"run":"x","tasks":[{"task":"sums"}]}'),
      "file-invalid",
      /does not hold the figures/,
    ],
    [
      "an interval without numbers",
      (folder: string) => {
        const path = join(folder, "metrics.json");
        const metrics = JSON.parse(readFileSync(path, "utf8"));
        metrics.tasks[0].furtherIntervals = { loose: [null, 1] };
        writeFileSync(path, JSON.stringify(metrics));
      },
      "file-invalid",
      /does not hold the figures/,
    ],
    [
      "figures of another run",
      (folder: string) => writeFileSync(join(folder, "metrics.json"), '{"run":"x","tasks":[]}'),
      "file-invalid",
      /another run/,
    ],
    [
      "a torn line",
      (folder: string) => appendFileSync(join(folder, "samples.jsonl"), '{"task":"su'),
      "file-invalid",
      /line 3 is no sample/,
    ],
    ["rows of another version", addRow({ version: "2" }), "file-invalid", /line 3 is of sums in version 2/],
    ["rows of another task", addRow({ task: "words" }), "file-invalid", /task words, which run.json does not have/],
    ["rows of another mode", addRow({ mode: "reasoning" }), "file-invalid", /mode reasoning/],
    ["rows without fields", addRow({ completion: undefined as never }), "file-invalid", /line 3 lacks fields/],
  ] as const)("%s", async (_name, damage, code, message) => {
    const folder = await writeRun({ rows: rowsOf([1, 0]) });
    damage(folder);
    const reading = (async () => {
      const run = await readFinishedRun(folder);
      await compareRuns(run, run);
    })();
    await expect(reading).rejects.toSatisfy((error) => isHermesError(error, code) && message.test(error.message));
  });

  test("what is there is not changed", async () => {
    const folder = await writeRun({ rows: rowsOf([1, 0]) });
    const before = readFileSync(join(folder, "samples.jsonl"), "utf8");
    const run = await readFinishedRun(folder);
    await compareRuns(run, run);
    expect(readFileSync(join(folder, "samples.jsonl"), "utf8")).toBe(before);
  });
});

function changeConfig(change: object) {
  return (folder: string): void => {
    const path = join(folder, "run.json");
    writeFileSync(path, JSON.stringify({ ...JSON.parse(readFileSync(path, "utf8")), ...change }));
  };
}

function addRow(given: object) {
  return (folder: string): void => {
    const row = { ...rowsOf([1], { itemId: "i9" })[0], ...given };
    appendFileSync(join(folder, "samples.jsonl"), `${JSON.stringify(row)}\n`);
  };
}
