import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from "vitest";
import {
  events,
  modelList,
  type NotedRequest,
  type Script,
  ScriptedEndpoint,
} from "../../backends/remote/testing/scripted-endpoint.ts";
import { runTestCli } from "../test-terminal.ts";

let out: string;
beforeEach(() => {
  out = mkdtempSync(join(tmpdir(), "hermes-arena-"));
});
afterEach(() => rmSync(out, { recursive: true, force: true }));

async function startEndpoint(answer: (text: string) => string): Promise<string> {
  const script: Script = (request) => {
    const chunk = (delta: object, finish_reason: string | null = null) => ({
      choices: [{ index: 0, delta, finish_reason }],
    });
    const content = answer(textOf(request));
    const usage = { prompt_tokens: 20, completion_tokens: 5, total_tokens: 25 };
    return { pieces: events(chunk({ content }), chunk({}, "stop"), { choices: [], usage }, "[DONE]") };
  };
  const endpoint = await ScriptedEndpoint.start((request) =>
    request.path.endsWith("/models") ? modelList("scripted") : script(request),
  );
  onTestFinished(() => endpoint.close());
  return endpoint.baseUrl;
}

const textOf = ({ body }: NotedRequest): string =>
  (body as { messages: readonly { content: string }[] }).messages.at(-1)!.content;

/** The judge sees which answer is the model's, and the question says how it ends. */
function judge(prompt: string): string {
  const [model, other] = /<answer-a>\s*ours/.test(prompt) ? ["A", "B"] : ["B", "A"];
  if (prompt.includes("tie")) return "[[A=B]]";
  if (prompt.includes("win by far")) return `[[${model}>>${other}]]`;
  return prompt.includes("win") ? `[[${model}>${other}]]` : `[[${other}>${model}]]`;
}

const ends = ["win by far", "win", "lose", "lose", "tie"];

async function evaluate(name: string, answer: string): Promise<string> {
  const [questions, baseline] = [join(out, "question.jsonl"), join(out, "baseline.jsonl")];
  const lines = (row: (uid: string, end: string) => object) =>
    ends.map((end, index) => JSON.stringify(row(`q${index}`, end))).join("\n");
  writeFileSync(
    questions,
    lines((uid, end) => ({ uid, cluster: "c", prompt: `Please ${end}.` })),
  );
  writeFileSync(
    baseline,
    lines((uid) => ({ uid, messages: [{ role: "assistant", content: "theirs" }] })),
  );
  const { exitCode, output, errors } = await runTestCli([
    ...["eval", "arena-hard", "--thinking", "off", "--top-k", "0", "--out", join(out, name)],
    ...["--data", `arena_hard=${questions}`, "--data", `arena_hard_baseline=${baseline}`],
    ...["--model", await startEndpoint(() => answer)],
    ...["--judge", await startEndpoint(judge), "--judge-endpoint", "vllm"],
  ]);
  expect({ exitCode, errors: exitCode === 0 ? "" : errors }).toEqual({ exitCode: 0, errors: "" });
  return output;
}

describe("hermes eval arena-hard", () => {
  test("tells the win rate with its interval, and compares runs by it", async () => {
    const output = await evaluate("a", "ours");
    // Games in battles: 6 won of 6, 2 of 2, none of 2, none of 2, 1 of 2.
    const [, low, high] = /win rate, strong verdicts threefold 64\.3 \[([\d.]+), ([\d.]+)\]/.exec(output) ?? [];
    expect(Number(low)).toBeLessThan(30);
    expect(Number(high)).toBeGreaterThan(90);
    // An empty answer has lost both games.
    await evaluate("b", "");
    const compared = await runTestCli(["eval", "compare", join(out, "a"), join(out, "b")]);
    expect(compared.exitCode).toBe(0);
    expect(compared.output).toMatch(/\narena-hard .* 50\.0 +0\.0 +-50\.0 .* 5 +no difference\n/);
    expect(compared.output).toMatch(
      /\n {2}win rate, strong verdicts threefold .* 64\.3 +0\.0 +-64\.3 .* 5 +no difference\n/,
    );
  });
});
