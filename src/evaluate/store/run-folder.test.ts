import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { HermesError } from "../../errors.ts";
import type { RunConfig, SampleRow } from "../contract.ts";
import { evaluate } from "../evaluate.ts";
import type { EvaluationPlan } from "../run/plan.ts";
import { createRunConfig } from "../run-config.ts";
import {
  doubling,
  numberIn,
  plannedTask,
  planOf,
  rightAnswer,
  type Say,
  ScriptedModel,
} from "../testing/counting-task.ts";
import { RunFolder } from "./run-folder.ts";
import { SampleLog } from "./sample-log.ts";

let path: string;
beforeEach(() => {
  path = mkdtempSync(join(tmpdir(), "hermes-run-"));
});
afterEach(() => rmSync(path, { recursive: true, force: true }));

function configOf(plan: EvaluationPlan, changes: Partial<RunConfig> = {}): RunConfig {
  return createRunConfig({
    ...{
      hermes: "1",
      model: "scripted",
      endpoint: null,
      judge: null,
      settings: {},
      seed: plan.seed,
      modes: plan.modes,
    },
    tasks: plan.tasks.map(({ config }) => config),
    ...changes,
  });
}

const whole = planOf(plannedTask(doubling(), 12, 2), ["reasoning", "plain"]);

interface MeasureOptions {
  readonly stop?: AbortSignal;
  readonly folder?: string;
  readonly plan?: EvaluationPlan;
  readonly onError?: "stop" | "record";
}

async function measure(say: Say = rightAnswer, options: MeasureOptions = {}) {
  const { folder: where = path, plan = whole, ...rest } = options;
  const model = new ScriptedModel(say);
  const config = configOf(plan);
  const folder = await RunFolder.open(where, config);
  try {
    const metrics = await evaluate(plan, {
      ...{ model, config, folder, services: {}, concurrency: 3, scoringConcurrency: 2, onError: "record" as const },
      ...{ missing: "refuse" as const, passAtK: [1], patience: { putOff: 1, lost: 0, firstMs: 1, longestMs: 1 } },
      ...rest,
    });
    return { metrics, asked: model.requests.length };
  } finally {
    await folder.close();
  }
}

/** Wrong for every third number, so that scores say something. */
const say: Say = (question) => (numberIn(question) % 3 === 0 ? "7" : rightAnswer(question));

const samples = () => join(path, "samples.jsonl");
const readRows = (folder = path): SampleRow[] =>
  readFileSync(join(folder, "samples.jsonl"), "utf8")
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as SampleRow);

/** Rows without times, in an order of their own. */
const essence = (rows: readonly SampleRow[]) =>
  rows.map(({ latencyMs: _latency, scoringMs: _scoring, ...row }) => JSON.stringify(row)).sort();

describe("a run that goes on", () => {
  test("after any number of samples, and with any torn last line, it ends as if it had never been cut", async () => {
    const uncut = join(path, "uncut");
    const { metrics } = await measure(say, { folder: uncut });
    const lines = readFileSync(join(uncut, "samples.jsonl"), "utf8").trimEnd().split("\n");
    for (const [kept, torn] of [
      [0, 1],
      [1, 0],
      [5, 300],
      [20, 1_000_000],
      [47, 20],
      [48, 0],
    ] as const) {
      const folder = join(path, `cut-${kept}`);
      const first = await RunFolder.open(folder, configOf(whole));
      await first.close();
      const begun = lines.slice(0, kept).map((line) => `${line}\n`);
      writeFileSync(join(folder, "samples.jsonl"), begun.join("") + (lines[kept] ?? "").slice(0, torn));
      const again = await measure(say, { folder });
      expect(again.asked).toBe(48 - kept);
      expect(again.metrics).toEqual(metrics);
      expect(essence(readRows(folder))).toEqual(essence(readRows(uncut)));
      expect(readFileSync(join(folder, "metrics.json"), "utf8")).toBe(
        readFileSync(join(uncut, "metrics.json"), "utf8"),
      );
    }
  });

  test("after a stop, the rows of both parts together are each sample once", async () => {
    const stop = new AbortController();
    const first = await measure(
      (question) => {
        if (numberIn(question) === 4) stop.abort();
        return rightAnswer(question);
      },
      { stop: stop.signal },
    );
    expect(first.metrics).toMatchObject({ complete: false, tasks: [{ score: null, expected: 24 }, { score: null }] });
    const second = await measure();
    expect(first.asked + second.asked).toBe(48);
    expect(second.metrics).toMatchObject({
      complete: true,
      tasks: [
        { score: 1, samples: 24 },
        { score: 1, samples: 24 },
      ],
    });
  });

  test("errors are tried again, and the last row of a sample counts", async () => {
    let broken = true;
    const brittle: Say = (question) => {
      if (!broken || numberIn(question) !== 3) return rightAnswer(question);
      throw new HermesError("remote-failed", "too slow", { url: "http://model/v1", reason: "timeout" });
    };
    const first = await measure(brittle);
    expect(first.metrics).toMatchObject({
      complete: false,
      tasks: [{ score: null, samples: 22, errors: 2 }, { errors: 2 }],
    });
    broken = false;
    const { metrics, asked } = await measure(brittle);
    expect(asked).toBe(4);
    expect(metrics).toMatchObject({
      complete: true,
      tasks: [
        { score: 1, errors: 0 },
        { score: 1, errors: 0 },
      ],
    });
    expect(readRows()).toHaveLength(52);
  });

  test.each(["record", "stop"] as const)(
    "an answer that a judge failed on is scored again, not asked for again (%s)",
    async (onError) => {
      let broken = true;
      const judged = planOf(
        plannedTask(
          doubling({
            score: (item, { completion }) => {
              if (broken && item === 3)
                throw new HermesError("environment-failed", "the judge said hm", { kind: "judge" });
              return { value: Number(completion === String(2 * item)), correct: null, extracted: null, rejected: [] };
            },
          }),
          12,
        ),
      );
      const first = await measure(say, { plan: judged, onError }).catch((error: unknown) => error);
      if (onError === "stop") expect(first).toMatchObject({ facts: { kind: "judge", item: "n3" } });
      else expect(first).toMatchObject({ asked: 12, metrics: { tasks: [{ samples: 11, errors: 1 }] } });
      const bad = readRows().find(({ itemId }) => itemId === "n3");
      expect(bad).toMatchObject({ status: "error", score: null, completion: "7" });
      const before = readRows().length;
      broken = false;
      const { asked, metrics } = await measure(say, { plan: judged, onError });
      expect(asked).toBe(12 - before);
      expect(metrics).toMatchObject({ complete: true, tasks: [{ samples: 12, errors: 0 }] });
      const { seed, promptHash, usage, latencyMs } = bad!;
      expect(readRows().find(({ itemId, status }) => itemId === "n3" && status === "ok")).toMatchObject({
        seed,
        promptHash,
        usage,
        latencyMs,
      });
    },
  );

  test("asks nothing where all is there", async () => {
    const { metrics } = await measure(say);
    expect(await measure(say)).toEqual({ metrics, asked: 0 });
  });
});

describe("the folder", () => {
  test.each([
    ["another seed", { seed: 2 }, "seed: 1, now 2"],
    ["another model", { model: "other" }, 'model: "scripted", now "other"'],
    ["other arithmetic", { settings: { compute: "exact" } }, 'settings.compute: none, now "exact"'],
    [
      "other sampling",
      { tasks: [{ ...whole.tasks[0]!.config, sampling: { ...whole.tasks[0]!.config.sampling, temperature: 1 } }] },
      "tasks.doubling.sampling.temperature: 0.6, now 1",
    ],
    [
      "another version of the task",
      { tasks: [{ ...whole.tasks[0]!.config, version: "2" }] },
      'tasks.doubling.version: "1", now "2"',
    ],
  ])("refuses %s by name", async (_name, changes, message) => {
    await measure();
    const before = readFileSync(samples(), "utf8");
    await expect(RunFolder.open(path, configOf(whole, changes))).rejects.toThrow(message);
    expect(readFileSync(samples(), "utf8")).toBe(before);
    expect(existsSync(join(path, "lock"))).toBe(false);
  });

  test("takes another run where nothing is there yet", async () => {
    await (await RunFolder.open(path, configOf(whole))).close();
    await (await RunFolder.open(path, configOf(whole, { seed: 2 }))).close();
    expect(JSON.parse(readFileSync(join(path, "run.json"), "utf8"))).toMatchObject({ seed: 2 });
  });

  test("the hash does not depend on the order of keys, nor on the time", () => {
    const { hash } = configOf(whole);
    const turned = Object.fromEntries(Object.entries(configOf(whole)).reverse()) as unknown as RunConfig;
    const { hash: _hash, startedAt: _startedAt, ...parts } = turned;
    expect(createRunConfig(parts, new Date(0)).hash).toBe(hash);
  });

  test("samples without the record of their run are refused", async () => {
    writeFileSync(samples(), "{}\n");
    await expect(RunFolder.open(path, configOf(whole))).rejects.toMatchObject({ code: "file-missing" });
  });

  test.each([
    ["no JSON", "oops\n"],
    ["another object", '{"task":1}\n'],
    ["a row without a score", '{"task":"t","itemId":"i","sampleIndex":0,"status":"ok"}\n'],
    ["zeros of a full disk", "\0\0\0\n"],
  ])("a line that is %s is named", async (_name, line) => {
    await measure();
    appendFileSync(samples(), line);
    await expect(measure()).rejects.toMatchObject({
      code: "file-invalid",
      message: expect.stringContaining("line 49"),
    });
  });

  test("a second process is kept out, a dead one is not", async () => {
    const living = `${process.ppid} ${hostname()}\n`;
    writeFileSync(join(path, "lock"), living);
    await expect(RunFolder.open(path, configOf(whole))).rejects.toThrow(
      `process ${process.ppid} on ${hostname()} is at work`,
    );
    expect(readFileSync(join(path, "lock"), "utf8")).toBe(living);
    // Larger than any process number of Linux.
    writeFileSync(join(path, "lock"), `4194400 ${hostname()}\n`);
    await (await RunFolder.open(path, configOf(whole))).close();
    writeFileSync(join(path, "lock"), "1 another-machine\n");
    await expect(RunFolder.open(path, configOf(whole))).rejects.toThrow("another-machine");
  });
});

test("what ended a run is told, also where its figures cannot be written", async () => {
  const wrongKey = new HermesError("usage", "a wrong key", { argument: "key-file" });
  const failing: Say = () => {
    appendFileSync(samples(), "half a li");
    throw wrongKey;
  };
  await expect(measure(failing)).rejects.toBe(wrongKey);
});

describe("SampleLog", () => {
  test.skipIf(!existsSync("/dev/full"))(
    "writes nothing behind a line that a full disk has cut (skipped: /dev/full missing)",
    async () => {
      await measure();
      const [row] = readRows();
      const log = await SampleLog.open("/dev/full");
      const full = {
        code: "usage",
        message: expect.stringMatching(/^--out: \/dev\/full cannot be written: ENOSPC.* goes on/),
      };
      await expect(log.append(row!)).rejects.toMatchObject(full);
      await expect(log.append(row!)).rejects.toMatchObject(full);
      await log.close();
    },
  );

  test("keeps lines whole however many are written at once", async () => {
    await measure();
    const [row] = readRows();
    const path = samples();
    rmSync(path);
    const log = await SampleLog.open(path);
    const long = { ...row!, completion: "x".repeat(300_000) };
    await Promise.all(Array.from({ length: 40 }, (_, sampleIndex) => log.append({ ...long, sampleIndex })));
    await log.close();
    expect(readRows().map(({ sampleIndex }) => sampleIndex)).toEqual(Array.from({ length: 40 }, (_, index) => index));
  });
});
