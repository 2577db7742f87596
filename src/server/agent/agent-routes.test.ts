import { createHash } from "node:crypto";
import { EventSourceParserStream } from "eventsource-parser/stream";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { AgentTool } from "../../agent/index.ts";
import { Hermes } from "../../hermes.ts";
import { resolveServerOptions } from "../resolve-options.ts";
import { type RunningServer, startServer } from "../start-server.ts";
import { agentFields } from "./agent-fields.ts";

/** A tool whose words nano knows. */
function worldClock(name: string, allowed: boolean, run: AgentTool["run"]): AgentTool {
  const parameters = { type: "object", properties: { city: { type: "string" } }, required: ["city"] };
  const description = "Time in a place now.";
  return { tool: { type: "function", function: { name, description, parameters } }, source: "test", allowed, run };
}

const ran: string[] = [];
let aborted = 0;
const tools = [
  worldClock("world_clock", true, async ({ city }) => {
    ran.push(`world_clock ${city}`);
    return { content: '{"time": "14:05"}', isError: false };
  }),
  worldClock("local_time", false, async ({ city }) => {
    ran.push(`local_time ${city}`);
    return { content: '{"time": "09:30"}', isError: false };
  }),
  worldClock("get_time", true, (_, signal) => {
    signal.addEventListener("abort", () => aborted++);
    return new Promise(() => {});
  }),
];

const keys = ["kim", "lee"].map((name) => ({ name, sha256: createHash("sha256").update(name).digest("hex") }));
let server: RunningServer;
let bare: RunningServer;

beforeAll(async () => {
  const agent = { tools, maxRounds: 3, toolTimeoutMs: 5000, resultLength: 1000 };
  server = await startServer(resolveServerOptions({ port: 0, keys, agent }), () => Hermes.load());
  bare = await startServer(resolveServerOptions({ port: 0 }), () => Hermes.load());
  await Promise.all([server.loaded, bare.loaded]);
});
afterAll(() => Promise.all([server.stop(), bare.stop()]));

interface Ask {
  readonly key?: string;
  readonly method?: string;
  readonly signal?: AbortSignal;
}

function ask(path: string, body?: object, { key = "kim", signal }: Ask = {}): Promise<Response> {
  return fetch(new URL(path, server.url), {
    method: body === undefined ? "GET" : "POST",
    headers: { authorization: `Bearer ${key}`, ...(body === undefined ? {} : { "content-type": "application/json" }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    ...(signal === undefined ? {} : { signal }),
  });
}

const question = {
  messages: [{ role: "user", content: "What time is it in Paris?" }],
  temperature: 0,
  max_tokens: 100,
};

type Event = Record<string, unknown> & { type: string };

/** The events of a stream; "[DONE]" ends them. */
async function* events(response: Response): AsyncGenerator<Event> {
  expect(response.status).toBe(200);
  const stream = response.body!.pipeThrough(new TextDecoderStream()).pipeThrough(new EventSourceParserStream());
  for await (const { data } of stream) {
    if (data === "[DONE]") return;
    yield JSON.parse(data);
  }
  throw new Error("the stream broke off");
}

async function collect(response: Response): Promise<Event[]> {
  const all: Event[] = [];
  for await (const event of events(response)) all.push(event);
  return all;
}

describe("GET /v1/agent/tools", () => {
  test("lists names, sources and what runs without asking", async () => {
    const answer = await ask("/v1/agent/tools");
    expect(await answer.json()).toEqual({
      object: "list",
      data: [
        { name: "world_clock", description: "Time in a place now.", source: "test", allowed: true },
        { name: "local_time", description: "Time in a place now.", source: "test", allowed: false },
        { name: "get_time", description: "Time in a place now.", source: "test", allowed: true },
      ],
      max_rounds: 3,
    });
  });

  test("needs a key, and tools", async () => {
    expect((await ask("/v1/agent/tools", undefined, { key: "eve" })).status).toBe(401);
    const answer = await fetch(new URL("/v1/agent/tools", bare.url));
    expect(answer.status).toBe(404);
    expect(await answer.json()).toMatchObject({
      error: { code: "no_agent", message: expect.stringContaining("--mcp-config") },
    });
  });
});

describe("POST /v1/agent/chat", () => {
  test("nano calls a tool, reads its result and answers", async () => {
    const all = await collect(await ask("/v1/agent/chat", { ...question, tools: ["world_clock"], thinking: true }));
    expect(all[0]).toEqual({
      type: "stream-start",
      id: expect.stringMatching(/^agent-[0-9a-f-]{36}$/),
      model: "nano",
      created: expect.any(Number),
    });
    const between = all.filter(({ type }) => type !== "stream-part");
    expect(between.map(({ type }) => type)).toEqual([
      "stream-start",
      "round-start",
      "tool-start",
      "tool-result",
      "round-start",
      "agent-finish",
    ]);
    expect(all.find(({ type }) => type === "tool-result")).toMatchObject({
      outcome: "done",
      content: '{"time": "14:05"}',
    });
    expect(ran).toContain("world_clock Paris");
    expect(all.at(-1)).toMatchObject({
      reason: "answered",
      rounds: 2,
      messages: [
        { role: "assistant", tool_calls: [{ function: { name: "world_clock" } }], reasoning: expect.any(String) },
        { role: "tool", content: '{"time": "14:05"}' },
        { role: "assistant", content: expect.stringContaining("14:05 in Paris") },
      ],
    });
    const followUp = [...question.messages, ...(all.at(-1)!.messages as object[]), { role: "user", content: "Hello!" }];
    const next = await collect(await ask("/v1/agent/chat", { ...question, messages: followUp, tools: [] }));
    expect(next.at(-1)).toMatchObject({ reason: "answered", rounds: 1 });
  });

  test.each([
    [true, "done", '{"time": "09:30"}'],
    [false, "refused", "The user did not allow this call."],
  ])("asks before a call; approved: %s", async (approved, outcome, content) => {
    const response = await ask("/v1/agent/chat", { ...question, tools: ["local_time"] });
    const told: Event[] = [];
    for await (const event of events(response)) {
      told.push(event);
      if (event.type !== "approval-request") continue;
      const path = `/v1/agent/approvals/${event.approvalId}`;
      expect((await ask(path, { approved: true }, { key: "lee" })).status).toBe(404);
      expect((await ask("/v1/agent/approvals/none", { approved: true })).status).toBe(404);
      expect((await ask(path, { approved: "yes" })).status).toBe(400);
      expect((await ask(path, {})).status).toBe(400);
      expect(await (await ask(path, { approved })).json()).toEqual({ success: true });
      expect((await ask(path, { approved: true })).status).toBe(409);
    }
    expect(told.find(({ type }) => type === "approval-answer")).toMatchObject({
      answer: approved ? "approved" : "refused",
    });
    expect(told.find(({ type }) => type === "tool-result")).toMatchObject({ outcome, content });
    expect(server.context.approvals.size).toBe(0);
    const { approvalId } = told.find(({ type }) => type === "approval-request")!;
    expect((await ask(`/v1/agent/approvals/${approvalId}`, { approved: true })).status).toBe(404);
  });

  test.each([
    ["approval-request", "local_time"],
    ["tool-start", "get_time"],
  ])("a client that leaves at %s takes everything with it", async (type, tool) => {
    const before = aborted;
    const leave = new AbortController();
    const response = await ask("/v1/agent/chat", { ...question, tools: [tool] }, { signal: leave.signal });
    await expect(async () => {
      for await (const event of events(response)) if (event.type === type) leave.abort();
    }).rejects.toThrow(/abort/);
    await expect.poll(() => server.context.approvals.size).toBe(0);
    if (type === "tool-start") await expect.poll(() => aborted).toBe(before + 1);
  });

  test("an answer without tools is what a constraint says", async () => {
    const body = { ...question, tools: [], thinking_budget: 6, structured_outputs: { choice: ["noon", "midnight"] } };
    const all = await collect(await ask("/v1/agent/chat", body));
    expect(all.at(-1)).toMatchObject({
      reason: "answered",
      messages: [{ role: "assistant", content: expect.stringMatching(/^(noon|midnight)$/) }],
    });
  });

  test("the thought of a running answer can be ended from outside", async () => {
    const body = { ...question, tools: ["world_clock"], thinking: true, reasoning_control: true };
    let ended = false;
    for await (const event of events(await ask("/v1/agent/chat", body))) {
      if (event.type !== "stream-start") continue;
      ended = server.context.running.get(event.id as string)?.thought.end() ?? false;
      expect(server.context.running.get(event.id as string)?.keyName).toBe("kim");
    }
    expect(ended).toBe(true);
    expect(server.context.running.size).toBe(0);
  });

  test.each<[string, object, string, string | null]>([
    [
      "a tool there is not",
      { tools: ["shell"] },
      'There is no tool "shell"; there are world_clock, local_time',
      "tools",
    ],
    ["definitions of tools", { tools: [{ type: "function" }] }, "tools", "tools[0]"],
    ["several answers", { n: 2 }, "n is not supported. A tool loop has one answer.", "n"],
    ["no stream", { stream: false }, "The answer is always a stream.", "stream"],
    ["a message to continue", { continue_final_message: true }, "begins with a new answer", "continue_final_message"],
    ["a hidden thought", { reasoning: { exclude: true } }, "reasoning.exclude is not supported", "reasoning.exclude"],
    ["MCP servers", { mcpServers: { sea: { command: "sh" } } }, 'Unknown field "mcpServers"', "mcpServers"],
  ])("refuses %s before the stream", async (_, fields, message, param) => {
    const response = await ask("/v1/agent/chat", { ...question, ...fields });
    expect(response.status).toBe(400);
    const { error } = (await response.json()) as { error: { message: string; param: string | null } };
    expect(error.message).toContain(message);
    expect(error.param).toBe(param);
  });

  test("refuses too long a prompt before the stream", async () => {
    const messages = [{ role: "user", content: "a b ".repeat(5000) }];
    const response = await ask("/v1/agent/chat", { messages });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ error: { code: "context_length_exceeded" } });
  });

  test("any body has an answer that is no fault of the server", async () => {
    const name = fc.constantFrom(...agentFields.fields.map((field) => field.name), "unheard_of");
    const value = fc.oneof(fc.jsonValue(), fc.constantFrom(true, false, 0, 1, 2, "none", "high", [], ["world_clock"]));
    const body = fc
      .dictionary(name, value, { maxKeys: 3 })
      .map((fields) => ({ ...question, max_tokens: 2, ...fields }));
    await fc.assert(
      fc.asyncProperty(body, async (drawn) => {
        const response = await ask("/v1/agent/chat", drawn);
        expect([200, 400, 404]).toContain(response.status);
        expect(await response.text()).not.toContain('"error":{"message":"The server failed');
      }),
      { numRuns: 100, seed: 26 },
    );
  });
});
