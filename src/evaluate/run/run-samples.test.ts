import { describe, expect, test } from "vitest";
import type { ModelClient } from "../../environments/index.ts";
import { HermesError, isHermesError } from "../../errors.ts";
import type { SampleRow } from "../contract.ts";
import {
  doubling,
  finish,
  numberIn,
  plannedTask,
  planOf,
  rightAnswer,
  type Say,
  ScriptedModel,
} from "../testing/counting-task.ts";
import { type EvaluationPlan, planSamples } from "./plan.ts";
import { type RunOptions, runSamples } from "./run-samples.ts";

const patience = { putOff: 3, lost: 2, firstMs: 1, longestMs: 1_000 };

async function run(plan: EvaluationPlan, options: Partial<RunOptions> = {}): Promise<SampleRow[]> {
  const rows: SampleRow[] = [];
  const defaults = {
    model: new ScriptedModel(),
    services: {},
    concurrency: 4,
    scoringConcurrency: 2,
    onError: "stop",
  } as const;
  await runSamples(planSamples(plan), {
    ...defaults,
    ...{ patience, onRow: (row) => void rows.push(row) },
    ...options,
  });
  return rows;
}

const remote = (reason: "rate-limited" | "server-error" | "cut" | "unauthorised" | "timeout", retryAfterMs?: number) =>
  new HermesError("remote-failed", `the endpoint: ${reason}`, {
    url: "http://model/v1",
    reason,
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  });

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe("samples", () => {
  test("one row each, with what was asked, said and read", async () => {
    const model = new ScriptedModel();
    const rows = await run(planOf(plannedTask(doubling(), 3, 2), ["reasoning", "plain"]), { model });
    expect(rows).toHaveLength(12);
    const row = rows.find(({ itemId, mode, sampleIndex }) => itemId === "n2" && mode === "plain" && sampleIndex === 1)!;
    expect(row).toMatchObject({
      ...{ task: "doubling", version: "1", category: "even", status: "ok", completion: "4", finishReason: "stop" },
      ...{ usage: { promptTokens: 10, completionTokens: 1 }, overlong: false, error: null },
      score: { value: 1, extracted: { text: "4" } },
      prompt: {
        messages: [{ content: "double 2?" }],
        maxTokens: 100,
        sampling: { temperature: 0.6, topP: 0.95, topK: 20 },
      },
    });
    expect(row.prompt).toMatchObject({ sampling: { seed: row.seed } });
  });

  test("seeds and prompt hashes: one seed a sample, the same in every run; one prompt hash an item and mode", async () => {
    const plan = planOf(plannedTask(doubling(), 4, 3), ["reasoning", "plain"]);
    const rows = await run(plan);
    expect(new Set(rows.map(({ seed }) => seed)).size).toBe(12);
    expect(new Set(rows.map(({ promptHash }) => promptHash)).size).toBe(8);
    const again = await run(plan, { concurrency: 1 });
    expect(again.map(({ seed }) => seed).sort()).toEqual(rows.map(({ seed }) => seed).sort());
    const other = await run({ ...plan, seed: 2 });
    expect(other.some(({ seed }) => rows.some((row) => row.seed === seed))).toBe(false);
  });

  test("the user's sampling goes over the task's and the prompt's", async () => {
    const environment = doubling({
      prompt: () => ({
        messages: [{ role: "user", content: "double 1?" }],
        maxTokens: 7,
        sampling: { temperature: 0.1, minP: 0.2 },
      }),
    });
    const [own] = await run(planOf(plannedTask(environment, 1)));
    expect(own!.prompt).toMatchObject({ maxTokens: 7, sampling: { temperature: 0.1, topP: 0.95, minP: 0.2 } });
    const overrides = { temperature: 1, maxTokens: 9 };
    const [given] = await run(planOf({ ...plannedTask(environment, 1), overrides }));
    expect(given!.prompt).toMatchObject({ maxTokens: 9, sampling: { temperature: 1, minP: 0.2 } });
  });

  test("the task's context ends the answer where the model's would not, and a prompt that fills it is an error", async () => {
    const within = (contextLength: number) =>
      planOf(plannedTask(doubling({ defaults: { ...doubling().defaults, contextLength, maxTokens: null } }), 1));
    expect((await run(within(50)))[0]!.prompt).toMatchObject({ maxTokens: 40 });
    expect((await run(within(9_000)))[0]!.prompt).not.toHaveProperty("maxTokens");
    const [full] = await run(within(10), { onError: "record" });
    expect(full).toMatchObject({ status: "error", score: null, error: { kind: "item", code: "context-exceeded" } });
  });

  test("a tokenizer that is elsewhere: tokens of the prompt are estimated from above", async () => {
    const model = new ScriptedModel();
    model.countPromptTokens = () =>
      Promise.reject(new HermesError("unsupported", "elsewhere", { what: "counting", supported: [] }));
    const environment = doubling({ defaults: { ...doubling().defaults, contextLength: 1000, maxTokens: null } });
    const [row] = await run(planOf(plannedTask(environment, 1)), { model });
    const { maxTokens } = row!.prompt as { maxTokens: number };
    expect(maxTokens).toBeGreaterThan(960);
    expect(maxTokens).toBeLessThan(990);
  });
});

describe("thoughts", () => {
  test.each([
    ["a thought that the limit cut off", "<think>\n1 + 1", "length", "reasoning", true, 6],
    ["a thought without its opening tag", "1 + 1", "length", "reasoning", true, 5],
    ["an answer that the limit cut off", "<think>\nhm\n</think>\nthe", "length", "reasoning", false, 4],
    ["a thought that simply ends", "<think>\n1 + 1", "stop", "reasoning", true, 6],
    ["no tag at all", "1 + 1", "stop", "reasoning", false, 0],
    ["no thought", "4", "stop", "reasoning", false, 0],
    ["a long answer without thinking", "4 4 4", "length", "plain", false, 0],
    ["a thought nobody asked for", "<THINK>hm", "length", "plain", true, 2],
  ] as const)("%s", async (_name, raw, reason, mode, overlong, reasoningChars) => {
    let scored = 0;
    const environment = doubling({
      score: () => {
        scored++;
        return { value: 1, correct: true, extracted: null, rejected: [], verdict: "read" };
      },
    });
    const [row] = await run(planOf(plannedTask(environment, 1), [mode]), {
      model: new ScriptedModel(() => finish(raw, reason)),
    });
    expect(row).toMatchObject({ overlong, reasoningChars, status: "ok" });
    expect(scored).toBe(1);
    if (overlong) expect(row!.score).toMatchObject({ value: 0, correct: false, reason: "overlong", verdict: "read" });
  });

  test("where the prompt has opened the thought, the tag is part of the completion", async () => {
    const environment = doubling({
      prompt: () => ({
        messages: [
          { role: "user", content: "double 1?" },
          { role: "assistant", content: "<think>\n" },
        ],
        continueFinalMessage: true,
      }),
    });
    const [row] = await run(planOf(plannedTask(environment, 1), ["reasoning"]), {
      model: new ScriptedModel(() => "hm\n</think>\n2"),
    });
    expect(row!.completion).toBe("<think>\nhm\n</think>\n2");
  });
});

describe("side by side", () => {
  test("asking and scoring overlap, each under its limit", async () => {
    let [scoring, mostScoring, scoredWhileAsking] = [0, 0, 0];
    const model = new ScriptedModel(async (question) => {
      await wait(2);
      return rightAnswer(question);
    });
    const environment = doubling({
      score: async () => {
        mostScoring = Math.max(mostScoring, ++scoring);
        await wait(1);
        if (model.running > 0) scoredWhileAsking++;
        scoring--;
        return { value: 1, correct: true, extracted: null, rejected: [] };
      },
    });
    const rows = await run(planOf(plannedTask(environment, 60)), { model, concurrency: 6, scoringConcurrency: 3 });
    expect(rows).toHaveLength(60);
    expect(model.mostRunning).toBe(6);
    expect(mostScoring).toBeGreaterThan(1);
    expect(mostScoring).toBeLessThanOrEqual(3);
    expect(scoredWhileAsking).toBeGreaterThan(20);
  });

  test("a slow scorer holds new questions back", async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const environment = doubling({
      score: async () => {
        await promise;
        return { value: 1, correct: true, extracted: null, rejected: [] };
      },
    });
    const model = new ScriptedModel();
    const running = run(planOf(plannedTask(environment, 500)), { model });
    await wait(20);
    expect(model.requests.length).toBe(2 * 4 + 2 * 2);
    resolve();
    expect(await running).toHaveLength(500);
  });

  test("refusals slow the run down and lose nothing", async () => {
    let refused = 0;
    const model = new ScriptedModel(async (question) => {
      if (model.running > 3) {
        refused++;
        throw remote("rate-limited", 5);
      }
      await wait(1);
      return rightAnswer(question);
    });
    const rows = await run(planOf(plannedTask(doubling(), 100)), {
      model,
      concurrency: 32,
      patience: { ...patience, putOff: 50 },
    });
    expect(rows.filter(({ status }) => status === "ok")).toHaveLength(100);
    expect(refused).toBeGreaterThan(10);
    expect(refused).toBeLessThan(100);
  });

  test("a stop lets the running samples end and begins no other", async () => {
    const stop = new AbortController();
    const model = new ScriptedModel(async (question) => {
      if (numberIn(question) === 5) stop.abort();
      await wait(2);
      return rightAnswer(question);
    });
    const rows = await run(planOf(plannedTask(doubling(), 100)), { model, stop: stop.signal });
    expect(rows.length).toBe(model.requests.length);
    expect(rows.length).toBeGreaterThanOrEqual(6);
    expect(rows.length).toBeLessThanOrEqual(10);
  });
});

describe("errors", () => {
  const plan = planOf(plannedTask(doubling(), 20));
  const failing = (error: unknown): ScriptedModel => new ScriptedModel(failAt(7, error));
  const failAt =
    (item: number, error: unknown): Say =>
    (question) => {
      if (numberIn(question) === item) throw error;
      return rightAnswer(question);
    };

  test.each([
    ["a time-out", remote("timeout"), "transport"],
    ["a server that keeps failing", remote("server-error"), "transport"],
    ["a full context", new HermesError("context-exceeded", "full", { promptTokens: 9, contextLength: 8 }), "item"],
  ])("%s ends the run by name, what ran is kept", async (_name, error, kind) => {
    const rows: SampleRow[] = [];
    const running = run(plan, { model: failing(error), onRow: (row) => void rows.push(row) });
    await expect(running).rejects.toMatchObject({
      code: "environment-failed",
      facts: { kind, task: "doubling", item: "n7" },
    });
    await expect(running).rejects.toThrow(/doubling, item n7, sample 0, plain: (transport|item) error/);
    expect(rows.length).toBeGreaterThanOrEqual(3);
    expect(rows.every(({ status }) => status === "ok")).toBe(true);
  });

  test("recorded errors have no score; the others do", async () => {
    const rows = await run(plan, { model: failing(remote("timeout")), onError: "record" });
    expect(rows).toHaveLength(20);
    const [bad] = rows.filter(({ status }) => status === "error");
    expect(bad).toMatchObject({
      itemId: "n7",
      score: null,
      error: { kind: "transport", code: "remote-failed" },
      usage: null,
    });
    expect(rows.filter(({ score }) => score?.value === 1)).toHaveLength(19);
  });

  test("an answer that is lost on the way is asked for again, with the same seed", async () => {
    let left = 2;
    const model = new ScriptedModel((question) => {
      if (numberIn(question) === 7 && left-- > 0) throw remote("cut");
      return rightAnswer(question);
    });
    const rows = await run(plan, { model });
    expect(rows.filter(({ status }) => status === "ok")).toHaveLength(20);
    const seeds = model.requests
      .filter(({ messages }) => messages[0]!.content === "double 7?")
      .map(({ sampling }) => sampling?.seed);
    expect(seeds).toHaveLength(3);
    expect(new Set(seeds).size).toBe(1);
  });

  test.each([
    ["a refused key", remote("unauthorised")],
    ["a wrong option", new HermesError("usage", "sampling.topK cannot be sent", { argument: "sampling.topK" })],
  ])("%s ends the run as it is, also where errors are recorded", async (_name, error) => {
    await expect(run(plan, { model: failing(error), onError: "record" })).rejects.toBe(error);
  });

  test("a model that answers nothing any more ends the run where errors are recorded", async () => {
    const rows: SampleRow[] = [];
    const model = new ScriptedModel((question) => {
      if (numberIn(question) >= 50) throw remote("timeout");
      return rightAnswer(question);
    });
    const running = run(planOf(plannedTask(doubling(), 2000)), {
      model,
      onError: "record",
      onRow: (row) => void rows.push(row),
    });
    await expect(running).rejects.toThrow(/transport error/);
    expect(rows.length).toBeLessThan(170);
  });

  test.each([
    ["a judge that fails", new HermesError("environment-failed", "nonsense", { kind: "judge" }), "judge"],
    ["a judge out of reach", remote("timeout"), "judge"],
    ["a sandbox that fails", new HermesError("environment-failed", "no fork", { kind: "sandbox" }), "sandbox"],
    ["a scorer that breaks", new TypeError("x is undefined"), "item"],
  ])("%s is no wrong answer", async (_name, error, kind) => {
    const environment = doubling({
      score: () => {
        throw error;
      },
    });
    const [row] = await run(planOf(plannedTask(environment, 1)), { onError: "record" });
    expect(row).toMatchObject({ status: "error", score: null, completion: "0", error: { kind } });
    await expect(run(planOf(plannedTask(environment, 1)))).rejects.toSatisfy(
      (thrown) => isHermesError(thrown, "environment-failed") && thrown.facts.kind === kind,
    );
  });

  test("a score that is no number is no score", async () => {
    const environment = doubling({
      score: () => ({ value: Number.NaN, correct: null, extracted: null, rejected: [] }),
    });
    const [row] = await run(planOf(plannedTask(environment, 1)), { onError: "record" });
    expect(row).toMatchObject({ status: "error", score: null, error: { kind: "item", code: "scorer-failed" } });
  });

  test("a stream without an end is an error", async () => {
    const model = new ScriptedModel(() => ({ type: "text-delta", text: "4" }));
    const [row] = await run(planOf(plannedTask(doubling(), 1)), { model, onError: "record" });
    expect(row!.error).toMatchObject({ kind: "transport", code: "generation-failed" });
  });

  test("a file that cannot be written ends the run", async () => {
    const onRow = () => Promise.reject(new Error("no space left on device"));
    await expect(run(plan, { onRow })).rejects.toThrow("no space left");
  });
});

describe("several turns and judges", () => {
  test("a rollout asks through the run: usage adds up, seeds differ, the conversation is kept", async () => {
    const environment = doubling({
      async rollout(item, model, mode) {
        const ask = async (content: string) => {
          let raw = "";
          for await (const part of model.stream({ messages: [{ role: "user", content }] }))
            if (part.type === "finish") raw = part.raw;
          return raw;
        };
        const first = await ask(`double ${item}?`);
        return { mode, completion: await ask(`double ${first}?`), turns: [{ role: "assistant", content: first }] };
      },
      score: (item, { completion }) => ({
        value: Number(completion === String(4 * item)),
        correct: null,
        extracted: null,
        rejected: [],
      }),
    });
    const model = new ScriptedModel();
    const rows = await run(planOf(plannedTask(environment, 3)), { model });
    expect(rows.map(({ score }) => score!.value)).toEqual([1, 1, 1]);
    expect(rows.find(({ itemId }) => itemId === "n2")).toMatchObject({
      ...{ completion: "8", finishReason: "stop", usage: { promptTokens: 20, completionTokens: 2 } },
      prompt: { messages: [{ role: "assistant", content: "4" }] },
    });
    expect(new Set(model.requests.map(({ sampling }) => sampling?.seed)).size).toBe(6);
  });

  test("a judge is asked under a limit of its own, and again where it was too busy", async () => {
    let calls = 0;
    const judge = new ScriptedModel(async () => {
      if (++calls === 2) throw remote("rate-limited", 1);
      await wait(1);
      return "yes";
    });
    const ask = async (client: ModelClient) => {
      for await (const part of client.stream({ messages: [] })) if (part.type === "finish") return part.raw;
      return "";
    };
    const environment = doubling({
      score: async (_item, _trajectory, services) => ({
        ...{ value: Number((await ask(services.judge!)) === "yes"), correct: null, extracted: null, rejected: [] },
      }),
    });
    const rows = await run(planOf(plannedTask(environment, 30)), {
      services: { judge },
      concurrency: 3,
      scoringConcurrency: 20,
    });
    expect(rows.map(({ score }) => score!.value)).toEqual(new Array(30).fill(1));
    expect(judge.mostRunning).toBe(3);
    expect(calls).toBe(31);
  });
});
