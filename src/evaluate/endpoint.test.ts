/** Runs against endpoints on real sockets. */
import { describe, expect, test } from "vitest";
import { events, jsonReply, type ScriptedReply } from "../backends/remote/testing/scripted-endpoint.ts";
import { startBackend } from "../backends/remote/testing/start-backend.ts";
import type { SampleRow } from "./contract.ts";
import { planSamples } from "./run/plan.ts";
import { type RunOptions, runSamples } from "./run/run-samples.ts";
import { doubling, numberIn, plannedTask, planOf, rightAnswer } from "./testing/counting-task.ts";

const patience = { putOff: 20, lost: 1, firstMs: 1, longestMs: 1_000 };
const noRetry = { retry: { retries: 0, baseDelayMs: 1, longestDelayMs: 1 } };

function says(text: string): ScriptedReply {
  return { pieces: events({ choices: [{ index: 0, text, finish_reason: "stop" }] }, "[DONE]") };
}

const questionOf = (body: Record<string, unknown> | null): number =>
  numberIn(/double \d+/.exec(String(body?.prompt))?.[0] ?? "");

async function run(
  script: (item: number, asked: number) => ScriptedReply | null,
  options: Partial<RunOptions> = {},
  timeouts = {},
) {
  let asked = 0;
  const { backend, endpoint } = await startBackend(({ body }) => script(questionOf(body), ++asked), {
    ...noRetry,
    timeouts,
    mode: "completions",
    preset: "vllm",
  });
  const rows: SampleRow[] = [];
  await runSamples(planSamples(planOf(plannedTask(doubling(), 30))), {
    ...{ model: backend, services: {}, concurrency: 8, scoringConcurrency: 2, patience, onError: "record" },
    ...{ onRow: (row) => void rows.push(row) },
    ...options,
  });
  return { rows, questions: endpoint.questions.length };
}

const errorsOf = (rows: readonly SampleRow[]) =>
  rows.flatMap(({ itemId, error }) => (error === null ? [] : [[itemId, error.kind, error.message]]));

describe("an endpoint", () => {
  test("that hangs for one question is an error of that sample", async () => {
    const hang: ScriptedReply = { pieces: [], ending: "hang" };
    const { rows } = await run(
      (item) => (item === 9 ? hang : says(rightAnswer(String(item)))),
      {},
      { firstTokenMs: 1_000 },
    );
    expect(errorsOf(rows)).toEqual([["n9", "transport", expect.stringContaining("first token")]]);
    expect(rows.filter(({ score }) => score?.value === 1)).toHaveLength(29);
  });

  test("that drops connections in the middle is asked again", async () => {
    const { rows, questions } = await run((item, asked) =>
      asked % 5 === 0 && asked <= 20
        ? { ...says("1"), pieces: ["data: {"], ending: "drop" }
        : says(rightAnswer(String(item))),
    );
    expect(errorsOf(rows)).toEqual([]);
    expect(rows).toHaveLength(30);
    expect(questions).toBe(34);
  });

  test("that limits the rate gets fewer questions at once, and all of them answered", async () => {
    let [running, refused, most] = [0, 0, 0];
    const { rows } = await run((item) => {
      if (running >= 2) {
        refused++;
        return jsonReply({ error: "slow down" }, 429, { "retry-after-ms": "10" });
      }
      most = Math.max(most, ++running);
      async function* pieces() {
        await new Promise((resolve) => setTimeout(resolve, 3));
        running--;
        yield* says(rightAnswer(String(item))).pieces;
      }
      return { pieces: pieces() };
    });
    expect(errorsOf(rows)).toEqual([]);
    expect(rows.filter(({ score }) => score?.value === 1)).toHaveLength(30);
    expect(most).toBe(2);
    expect(refused).toBeGreaterThan(0);
  });

  test("that says too little for what it was asked gets a 0, not an error", async () => {
    const { rows } = await run((item) => says(item === 3 ? "" : rightAnswer(String(item))));
    expect(errorsOf(rows)).toEqual([]);
    expect(rows.filter(({ score }) => score?.value === 0)).toMatchObject([{ itemId: "n3", completion: "" }]);
  });
});
