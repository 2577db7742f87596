import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import type { ChatMessage, StreamPart } from "../../chat/index.ts";
import type { ChatRequest } from "../../hermes.ts";
import type { Environment, ModelClient } from "../contract.ts";
import { DataFolder } from "../data/index.ts";
import { createRandom } from "../random.ts";
import { itemsOf } from "../test-data.ts";
import { toolUseTask } from "./tool-use.ts";

const folder = mkdtempSync(join(tmpdir(), "hermes-tool-use-"));
afterAll(() => rmSync(folder, { recursive: true }));

const call = (name: string, given: string) => `<tool_call>\n{"name": "${name}", "arguments": ${given}}\n</tool_call>`;
const system = { from: "system", value: "You call functions. <tools>[…]</tools>" };
const human = (value: string) => ({ from: "human", value });
const gpt = (value: string) => ({ from: "gpt", value });
const tool = (value: string) => ({ from: "tool", value: `<tool_response>\n${value}\n</tool_response>` });

const single = [system, human("Weather in Rome?"), gpt(call("weather", '{"city": "Rome"}'))];
const relevance = [system, human("Sing!"), gpt("Sorry, I cannot sing.")];
const multistep = [
  system,
  human("Weather where I am?"),
  gpt(`<think>First the place.</think>\n${call("place", "{}")}`),
  tool('"Rome"'),
  gpt(call("weather", '{"city": "Rome"}')),
  tool("21"),
  gpt("21 degrees."),
];
const multiturn = [
  ...single,
  tool("21"),
  gpt("21 degrees."),
  human("And in Oslo?"),
  gpt(call("weather", '{"city": "Oslo"}')),
];
const broken = [system, human("Weather?"), gpt("<tool_call>\n{weather\n</tool_call>")];

/** Answers one after the other. */
function saying(...answers: string[]): ModelClient & { readonly asked: ChatRequest[] } {
  const asked: ChatRequest[] = [];
  return {
    asked,
    async *stream(request) {
      const raw = answers[asked.push(request) - 1]!;
      yield { type: "finish", reason: "stop", raw, usage: { promptTokens: 9, completionTokens: 5 } } as StreamPart;
    },
  };
}

async function open(...conversations: object[][]): Promise<{ environment: Environment; items: unknown[] }> {
  const path = join(folder, `${conversations.length}-${Math.random()}.jsonl`);
  writeFileSync(path, conversations.map((rows) => `${JSON.stringify({ conversations: rows })}\n`).join(""));
  const environment = await toolUseTask.open(new DataFolder({ folder: null, paths: new Map([["tool-use", path]]) }));
  const items = await itemsOf(environment, 1);
  return {
    environment,
    items: items.toSorted((a, b) => Number(environment.itemId(a)) - Number(environment.itemId(b))),
  };
}

async function episode(conversation: object[], ...answers: string[]) {
  const { environment, items } = await open(conversation);
  const model = saying(...answers);
  const trajectory = await environment.rollout!(items[0], model, "plain", createRandom("test"));
  return { score: await environment.score(items[0], trajectory, {}), asked: model.asked, trajectory };
}

describe("tool-use", () => {
  it("tells kinds of episodes, and gives demonstrations 1", async () => {
    const { environment, items } = await open(single, relevance, multistep, multiturn, [system, human("Hm?")]);
    expect(items.map((item) => environment.category(item))).toEqual(["single", "relevance", "multistep", "multiturn"]);
    for (const mode of ["plain", "reasoning"] as const) {
      for (const item of items.slice(0, 2)) {
        const completion = environment.demonstrate(item, mode)!;
        expect(await environment.score(item, { mode, completion }, {})).toMatchObject({ value: 1, correct: true });
      }
      expect(environment.demonstrate(items[2], mode)).toBeNull();
    }
    expect(environment.prompt(items[0], "reasoning")).toEqual({
      messages: [
        { role: "system", content: system.value },
        { role: "user", content: "Weather in Rome?" },
      ],
      thinking: true,
    });
  });

  it("goes through the turns with the results of the data", async () => {
    const { score, asked, trajectory } = await episode(
      multistep,
      call("place", "{}"),
      call("weather", '{"city": "Rome"}'),
    );
    expect(score).toMatchObject({ value: 1, correct: true, verdict: { reward: 1.5, rightCalls: 2, allCalls: 2 } });
    expect(asked).toHaveLength(2);
    expect(asked[0]!.messages).toHaveLength(2);
    const [, , called, result] = asked[1]!.messages as ChatMessage[];
    expect(called!.tool_calls).toEqual([{ type: "function", function: { name: "place", arguments: "{}" } }]);
    expect(result).toEqual({ role: "tool", content: '"Rome"' });
    expect(trajectory.completionTokens).toBe(10);
  });

  it("keeps what was said between turns", async () => {
    const answers = [call("weather", '{"city": "Rome"}'), call("weather", '{"city": "Oslo"}')];
    const { score, asked } = await episode(multiturn, ...answers);
    expect(score).toMatchObject({ value: 1, verdict: { reward: 1.5 } });
    expect(asked[1]!.messages.slice(3).map(({ role }) => role)).toEqual(["tool", "assistant", "user"]);
  });

  it("ends an episode with its first wrong turn", async () => {
    const first = await episode(multistep, call("weather", "{}"));
    expect(first.score).toMatchObject({ value: 0, correct: false, reason: "different_call", verdict: { reward: -1 } });
    expect(first.asked).toHaveLength(1);
    const second = await episode(multistep, call("place", "{}"), "It is 21 degrees.");
    expect(second.score).toMatchObject({ value: 0.5, correct: false, reason: "no_call" });
    const beside = await episode(multistep, `I look.\n${call("place", "{}")}`);
    expect(beside.score).toMatchObject({ value: 0, reason: "text_beside_calls" });
  });

  it("names a conversation whose right calls cannot be read", async () => {
    const { environment, items } = await open(broken);
    expect(environment.demonstrate(items[0], "plain")).toBeNull();
    expect(() => environment.score(items[0], { mode: "plain", completion: "" }, {})).toThrow(
      expect.objectContaining({ code: "environment-failed", facts: { kind: "item", item: "0" } }),
    );
  });

  it("tells a model that breaks off from a wrong one", async () => {
    const { environment, items } = await open(single);
    const silent: ModelClient = { async *stream() {} };
    await expect(environment.rollout!(items[0], silent, "plain", createRandom("test"))).rejects.toMatchObject({
      facts: { kind: "transport" },
    });
  });
});
