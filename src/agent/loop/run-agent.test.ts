import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { StreamPart } from "../../chat/index.ts";
import type { ChatRequest } from "../../hermes.ts";
import type { AgentPart, AgentSetup, ApprovalAnswer } from "../contract.ts";
import {
  call,
  callThen,
  collect,
  done,
  finish,
  ofType,
  ScriptedClient,
  say,
  setup,
  tool,
} from "../testing/scripted-client.ts";
import { runAgent } from "./run-agent.ts";

const question: ChatRequest = { messages: [{ role: "user", content: "When is high water in Hull?" }], maxTokens: 50 };
const tide = tool("tide", async ({ port }) => done(`${port}: 6:10`));
const asked = tool("tide", async ({ port }) => done(`${port}: 6:10`), false);
const hull = call("tide", '{"port": "Hull"}');

async function run(
  scripts: readonly (readonly StreamPart[])[],
  agent: AgentSetup = setup([tide]),
  answer: ApprovalAnswer = "refused",
) {
  const client = new ScriptedClient(...scripts);
  const parts = await collect(runAgent(client, question, agent, { approve: async () => answer }));
  return { client, parts, last: parts.at(-1) as Extract<AgentPart, { type: "agent-finish" }> };
}

describe("a loop", () => {
  test("is one answer where nothing is called", async () => {
    const { parts, client } = await run([say("At six.")]);
    expect(parts.map(({ type }) => type)).toEqual(["round-start", "stream-part", "stream-part", "agent-finish"]);
    expect(parts.at(-1)).toMatchObject({
      reason: "answered",
      rounds: 1,
      messages: [{ role: "assistant", content: "At six." }],
    });
    expect(client.requests[0]).toEqual({ ...question, tools: [tide.tool] });
  });

  test("gives the results back in the order of the calls and asks again", async () => {
    const thought: StreamPart[] = [
      { type: "reasoning-delta", text: "I ask." },
      { type: "reasoning-end", closed: true },
    ];
    const slowFirst = tool("slow", async () => {
      await new Promise((resolve) => setTimeout(resolve, 20));
      return done("slow");
    });
    const calls = callThen(call("slow", "{}", "a"), call("tide", '{"port": "Hull"}', "b"));
    const { client, parts, last } = await run([[...thought, ...calls], say("At six.")], setup([slowFirst, tide]));
    expect(client.requests[1]?.messages).toEqual([
      ...question.messages,
      {
        role: "assistant",
        content: null,
        reasoning: "I ask.",
        tool_calls: [
          { id: "a", type: "function", function: { name: "slow", arguments: "{}" } },
          { id: "b", type: "function", function: { name: "tide", arguments: '{"port": "Hull"}' } },
        ],
      },
      { role: "tool", content: "slow", tool_call_id: "a" },
      { role: "tool", content: "Hull: 6:10", tool_call_id: "b" },
    ]);
    expect(ofType(parts, "tool-result").map(({ callId, outcome }) => [callId, outcome])).toEqual([
      ["a", "done"],
      ["b", "done"],
    ]);
    expect(last).toMatchObject({ reason: "answered", rounds: 2 });
    expect([...question.messages, ...last.messages]).toEqual([
      ...(client.requests[1]?.messages ?? []),
      { role: "assistant", content: "At six." },
    ]);
  });

  test("ends when the model calls beyond the limit, and says so to both", async () => {
    const { client, parts, last } = await run([callThen(hull)], setup([tide], { maxRounds: 2 }));
    expect(client.requests).toHaveLength(3);
    expect(ofType(parts, "tool-result").map(({ outcome }) => outcome)).toEqual(["done", "done", "skipped"]);
    expect(last).toMatchObject({ reason: "rounds", rounds: 3 });
    expect(last.messages.at(-1)).toMatchObject({ role: "tool", content: expect.stringContaining("limit of 2 rounds") });
  });

  test("does not run the calls of an answer that was cut off", async () => {
    const { parts, last } = await run([[hull, finish("length")]]);
    expect(ofType(parts, "tool-result")[0]).toMatchObject({ outcome: "skipped" });
    expect(last).toMatchObject({ reason: "length", rounds: 1 });
  });

  test("leaves the calls of the request's own tools to the caller", async () => {
    const client = new ScriptedClient(callThen(hull, call("mine", "{}")));
    const request = { ...question, tools: [{ type: "function" as const, function: { name: "mine" } }] };
    const parts = await collect(runAgent(client, request, setup([tide]), { approve: async () => "refused" }));
    expect(client.requests[0]?.tools?.map((offered) => offered.function.name)).toEqual(["mine", "tide"]);
    expect(ofType(parts, "tool-result").map(({ name }) => name)).toEqual(["tide"]);
    expect(parts.at(-1)).toMatchObject({
      reason: "open-calls",
      messages: [
        { tool_calls: [{ id: "call_tide" }, { id: "call_mine" }] },
        { role: "tool", tool_call_id: "call_tide" },
      ],
    });
  });

  test("tells the model of blocks that are no calls", async () => {
    const block = '<tool_call>\n{"name": tide}\n</tool_call>';
    const invalid: StreamPart[] = [{ type: "tool-call-invalid", raw: block, reason: "bad-json" }, finish("stop")];
    const { client, parts } = await run([invalid, say("At six.")]);
    expect(ofType(parts, "calls-unreadable")[0]?.content).toMatch(/could not be read \(bad-json\)/);
    expect(client.requests[1]?.messages.slice(1)).toEqual([
      { role: "assistant", content: block },
      { role: "user", content: ofType(parts, "calls-unreadable")[0]?.content },
    ]);
  });

  test.each([
    ["a name twice", { ...question, tools: [tide.tool] }, "Two tools are called tide"],
    ["a message to continue", { ...question, continueFinalMessage: true }, "A tool loop begins with a new answer"],
  ])("refuses %s", async (_, request, message) => {
    const parts = runAgent(new ScriptedClient(say("")), request, setup([tide]), { approve: async () => "approved" });
    await expect(collect(parts)).rejects.toThrow(message);
  });

  test("throws what the model throws, and where it breaks off", async () => {
    await expect(run([[{ type: "text-delta", text: "At" }]])).rejects.toMatchObject({ code: "generation-failed" });
  });
});

describe("what becomes of a call", () => {
  const long = tool("long", async () => done("é😀".repeat(600)));
  const throwing = tool("throwing", async () => {
    throw new Error("the sea is rough");
  });
  const failing = tool("failing", async () => ({ content: "no such port", isError: true }));
  const stuck = tool("stuck", () => new Promise(() => {}));
  const agent = setup([asked, long, throwing, failing, stuck], { toolTimeoutMs: 30 });

  test.each([
    ["approved", hull, "approved", "done", "Hull: 6:10"],
    ["refused", hull, "refused", "refused", "The user did not allow this call."],
    ["unanswered", hull, "expired", "expired", "did not answer in time"],
    ["of an unknown tool", call("moon", "{}"), "approved", "unknown", 'no tool "moon". There are: tide, long'],
    ["with a list for arguments", call("tide", "[1]"), "approved", "invalid", "not a JSON object"],
    ["with broken arguments", call("tide", '{"port":'), "approved", "invalid", "not a JSON object"],
    ["that throws", call("throwing", "{}"), "refused", "failed", "The tool failed: the sea is rough."],
    ["that fails", call("failing", ""), "refused", "failed", "no such port"],
    ["that hangs", call("stuck", "{}"), "refused", "failed", "took longer than 0.03 s"],
    ["with a long result", call("long", "{}"), "refused", "done", "[cut here: 1000 of 1800 characters]"],
  ] as const)("%s", async (_, made, answer, outcome, content) => {
    const { client, parts } = await run([callThen(made), say("Ah.")], agent, answer);
    const [result] = ofType(parts, "tool-result");
    expect(result).toMatchObject({ outcome, content: expect.stringContaining(content) });
    // The tool's own time, without the user's.
    expect(result!.elapsedMs > 0).toBe(outcome === "done" || outcome === "failed");
    expect(client.requests[1]?.messages.at(-1)).toEqual({
      role: "tool",
      content: result?.content,
      tool_call_id: result?.callId,
    });
  });

  test("is asked for before it begins, and told with an id that cannot be guessed", async () => {
    const { parts } = await run([callThen(hull), say("Ah.")], agent, "approved");
    const between = parts.filter(({ type }) => !["stream-part", "round-start", "agent-finish"].includes(type));
    expect(between.map(({ type }) => type)).toEqual([
      "approval-request",
      "approval-answer",
      "tool-start",
      "tool-result",
    ]);
    expect(ofType(parts, "approval-request")[0]).toMatchObject({
      approvalId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      callId: "call_tide",
      source: "test",
      arguments: '{"port": "Hull"}',
    });
  });
});

describe("cancelling", () => {
  /** Aborts as soon as a part of this type is there. */
  async function cancelAt(
    type: AgentPart["type"] | "approval",
    agent: AgentSetup,
    ...scripts: (readonly StreamPart[])[]
  ) {
    const controller = new AbortController();
    const client = new ScriptedClient(...scripts);
    const approve = async (): Promise<ApprovalAnswer> => {
      if (type === "approval") queueMicrotask(() => controller.abort());
      return type === "approval" ? new Promise(() => {}) : "approved";
    };
    const parts: AgentPart[] = [];
    for await (const part of runAgent(client, question, agent, { approve, signal: controller.signal })) {
      parts.push(part);
      if (part.type === type) setTimeout(() => controller.abort(), 5);
    }
    return { parts, client, last: parts.at(-1) };
  }

  test("during an approval ends the loop with a whole round", async () => {
    const { last, client, parts } = await cancelAt("approval", setup([asked]), callThen(hull, call("tide", "{}", "b")));
    expect(ofType(parts, "tool-result").map(({ outcome }) => outcome)).toEqual(["cancelled", "cancelled"]);
    expect(last).toMatchObject({
      reason: "cancelled",
      messages: [{ role: "assistant" }, { tool_call_id: "call_tide" }, { tool_call_id: "b" }],
    });
    expect(client.requests).toHaveLength(1);
  });

  test("during a call stops the tool, and waits for none that does not stop", async () => {
    let seen: AbortSignal | null = null;
    const stuck = tool("stuck", (_, signal) => {
      seen = signal;
      return new Promise(() => {});
    });
    const { last } = await cancelAt("tool-start", setup([stuck]), callThen(call("stuck", "{}")));
    expect(last).toMatchObject({ reason: "cancelled" });
    expect(seen).toMatchObject({ aborted: true });
  });

  test("during an answer keeps the rounds before", async () => {
    const controller = new AbortController();
    const client = new ScriptedClient(callThen(hull), say("At six."));
    const parts: AgentPart[] = [];
    const options = { approve: async () => "approved" as const, signal: controller.signal };
    for await (const part of runAgent(client, question, setup([tide]), options)) {
      parts.push(part);
      if (part.type === "round-start" && part.round === 2) controller.abort();
    }
    expect(parts.at(-1)).toMatchObject({
      reason: "cancelled",
      rounds: 2,
      messages: [{ role: "assistant" }, { role: "tool" }],
    });
  });

  test("a reader that leaves takes the approval back", async () => {
    let seen: AbortSignal | null = null;
    const approve = (_: unknown, signal: AbortSignal) => {
      seen = signal;
      return new Promise<ApprovalAnswer>(() => {});
    };
    for await (const part of runAgent(new ScriptedClient(callThen(hull)), question, setup([asked]), { approve })) {
      if (part.type === "approval-request") break;
    }
    expect(seen).toMatchObject({ aborted: true });
  });
});

test("every call of every answer gets one result, whatever the model writes", async () => {
  const name = fc.constantFrom("tide", "moon", "throwing");
  const anyCall = fc.record({ name, text: fc.oneof(fc.json(), fc.string()) });
  const answers = fc.array(fc.array(anyCall, { maxLength: 4 }), { minLength: 1, maxLength: 5 });
  const throwing = tool("throwing", () => Promise.reject("no reason"));
  await fc.assert(
    fc.asyncProperty(answers, async (drawn) => {
      const scripts = drawn.map((calls) =>
        callThen(...calls.map((each, index) => call(each.name, each.text, `c${index}`))),
      );
      const { parts, last } = await run([...scripts, say("Ah.")], setup([tide, throwing], { maxRounds: 3 }));
      const calls = parts.filter((part) => part.type === "stream-part" && part.part.type === "tool-call").length;
      expect(ofType(parts, "tool-result")).toHaveLength(calls);
      const answered = last.messages.filter(({ role }) => role === "tool").map((message) => message.tool_call_id);
      const made = last.messages.flatMap((message) => message.tool_calls ?? []).map(({ id }) => id);
      expect(answered).toEqual(made);
      expect(["answered", "rounds"]).toContain(last.reason);
    }),
    { numRuns: 100, seed: 26 },
  );
});
