import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import type { RunConfig, RunMetrics, SampleRow, TaskConfig } from "../contract.ts";
import { createRunConfig } from "../run-config.ts";
import { collectRows, groupKey } from "../statistics/collect-rows.ts";
import { summarise } from "../statistics/summarise.ts";
import { RUN_FILES } from "../store/run-folder.ts";
import { doubling } from "./counting-task.ts";

export type GivenRow = Partial<SampleRow> & Pick<SampleRow, "itemId">;
export type GivenTask = Partial<TaskConfig> & Pick<TaskConfig, "id">;

export interface GivenRun {
  readonly tasks?: readonly GivenTask[];
  readonly rows: readonly GivenRow[];
  readonly config?: Partial<Omit<RunConfig, "tasks" | "hash">>;
}

const sampling = {
  ...{ temperature: 0.6, topP: 0.95, topK: 20, maxTokens: 256, contextLength: null },
  ...{ nSamples: 1, groupSize: 1 },
};

/** A row that is right; `given` says what is different. Defaults: task "sums" version "1", plain, sample 0. */
export function sampleRow(given: GivenRow): SampleRow {
  const { value = 1 } = given.score ?? {};
  const completion = given.completion ?? "The answer is 4.";
  const status = given.status ?? "ok";
  return {
    ...{ task: "sums", version: "1", mode: "plain", category: "small", sampleIndex: 0, seed: 7 },
    ...{ status, promptHash: "00", prompt: { messages: [{ role: "user", content: "What is 2 + 2?" }] }, completion },
    ...{ finishReason: "stop", usage: { promptTokens: 12, completionTokens: 6 }, reasoningChars: 0, overlong: false },
    score: status === "error" ? null : { value, correct: value === 1, extracted: null, rejected: [] },
    error: status === "error" ? { kind: "transport", code: "remote-failed", message: "cut" } : null,
    ...{ latencyMs: 12, scoringMs: 1 },
    ...given,
  };
}

/** Rows of one sample an item, right (1) or wrong (0), with names i0, i1, … */
export function rowsOf(values: readonly number[], given: Partial<SampleRow> = {}): SampleRow[] {
  return values.map((value, index) =>
    sampleRow({ itemId: `i${index}`, score: { value, correct: value === 1, extracted: null, rejected: [] }, ...given }),
  );
}

/** The folder of a run that ended, in a folder that goes with the test. */
export async function writeRun({ tasks = [{ id: "sums" }], rows, config = {} }: GivenRun): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "hermes-run-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  await writeRunInto(folder, { tasks, rows, config });
  return folder;
}

export async function writeRunInto(folder: string, { tasks = [{ id: "sums" }], rows, config = {} }: GivenRun) {
  mkdirSync(folder, { recursive: true });
  const run = createRunConfig({
    ...{ hermes: "0.1.0", model: "made-up", endpoint: null, judge: null, settings: {}, seed: 1, modes: ["plain"] },
    ...config,
    tasks: tasks.map((task) => ({ version: "1", sampling, samples: 1, limit: null, data: [], ...task })),
  });
  const whole = rows.map(sampleRow);
  const lines = whole.map((row) => `${JSON.stringify(row)}\n`).join("");
  writeFileSync(join(folder, RUN_FILES.samples), lines);
  writeFileSync(join(folder, RUN_FILES.config), JSON.stringify(run));
  writeFileSync(join(folder, RUN_FILES.metrics), JSON.stringify(await figuresOf(run, whole)));
}

async function figuresOf(run: RunConfig, rows: readonly SampleRow[]): Promise<RunMetrics> {
  const groups = await collectRows(
    (async function* () {
      yield* rows;
    })(),
  );
  const tasks = run.tasks.flatMap(({ id, version, samples }) =>
    run.modes.map((mode) => {
      const own = groups.get(groupKey(id, mode)) ?? [];
      const items = new Set(own.map(({ itemId }) => itemId)).size;
      const environment = { ...doubling(), id, version };
      return summarise(own, { environment, mode, items, samples, missing: "refuse", passAtK: [] });
    }),
  );
  return {
    run: run.hash,
    missing: "refuse",
    complete: tasks.every(({ samples, expected }) => samples === expected),
    tasks,
  };
}
