import fc from "fast-check";
import { ResponseStream } from "openai/lib/responses/ResponseStream";
import type { ResponseStreamEvent } from "openai/resources/responses/responses";
import { describe, expect, test } from "vitest";
import type { StreamPart } from "../../../chat/index.ts";
import type { ThoughtSettings } from "../../answer/request/settle-thought.ts";
import { ApiError } from "../../api-error.ts";
import type { NumberedEvent, RequestEcho } from "../wire.ts";
import { ResponseWriter } from "./response-writer.ts";

const echo: RequestEcho = {
  model: "nano",
  instructions: null,
  max_output_tokens: null,
  max_tool_calls: null,
  metadata: {},
  parallel_tool_calls: true,
  prompt_cache_key: null,
  reasoning: { effort: null, summary: null },
  safety_identifier: null,
  temperature: 0.6,
  text: { format: { type: "text" } },
  tool_choice: "auto",
  tools: [],
  top_logprobs: 0,
  top_p: 0.95,
  user: null,
};

const thoughtSettings: ThoughtSettings = { thinking: true, budget: 9, keepCots: false, place: "fields" };

function createWriter(place: ThoughtSettings["place"] = "fields"): ResponseWriter {
  let ids = 0;
  const createId = (prefix: string) => `${prefix}_${ids++}`;
  let seconds = 100;
  const thought = { ...thoughtSettings, place };
  return new ResponseWriter({ id: "resp_1", echo, thought, now: () => seconds++, createId });
}

function eventsOf(parts: readonly StreamPart[], writer = createWriter()): NumberedEvent[] {
  return [...writer.start(), ...parts.flatMap((part) => writer.push(part))];
}

const thought = (text: string): StreamPart => ({ type: "reasoning-delta", text });
const thoughtEnd = (closed = true): StreamPart => ({ type: "reasoning-end", closed });
const text = (text: string): StreamPart => ({ type: "text-delta", text });
const call = (id: string): StreamPart => ({ type: "tool-call", id, name: "weather", arguments: "{}", notes: [] });
const finish = (reason: Extract<StreamPart, { type: "finish" }>["reason"]): StreamPart => ({
  type: "finish",
  reason,
  usage: { promptTokens: 30, completionTokens: 14, reasoningTokens: 5, cachedTokens: 16 },
  timings: { promptMs: 1, decodeMs: 2 },
  thinkingBudgetReached: false,
  stoppedBy: null,
  raw: "",
});

/** The compiler checks that the events of items have the types of the official client. */
function lineOf(event: NumberedEvent): string {
  const theirs: ResponseStreamEvent | Extract<NumberedEvent, { response: unknown }> = event;
  return `${JSON.stringify(theirs)}\n`;
}

const ofText = ["output_item.added", "content_part.added", "output_text.delta"];
const textEnd = ["output_text.done", "content_part.done", "output_item.done"];
const ofThought = ["output_item.added", "content_part.added", "reasoning_text.delta"];
const thoughtDone = ["reasoning_text.done", "content_part.done", "output_item.done"];
const ofCall = [
  "output_item.added",
  "function_call_arguments.delta",
  "function_call_arguments.done",
  "output_item.done",
];

const answers: { name: string; parts: StreamPart[]; types: string[]; statuses: string[]; status: string }[] = [
  {
    name: "text",
    parts: [text("17"), text(" + 25"), finish("stop")],
    types: [...ofText, "output_text.delta", ...textEnd],
    statuses: ["completed"],
    status: "completed",
  },
  {
    name: "thought, text, call, text",
    parts: [thought("Hm."), thoughtEnd(), text("A"), call("call_1"), text("\nB"), finish("tool-calls")],
    types: [...ofThought, ...thoughtDone, ...ofText, ...textEnd, ...ofCall, ...ofText, ...textEnd],
    statuses: ["completed", "completed", "completed", "completed"],
    status: "completed",
  },
  {
    name: "two calls",
    parts: [call("call_1"), call("call_2"), finish("tool-calls")],
    types: [...ofCall, ...ofCall],
    statuses: ["completed", "completed"],
    status: "completed",
  },
  {
    name: "a limit inside the text",
    parts: [thought("Hm."), thoughtEnd(), text("A"), finish("length")],
    types: [...ofThought, ...thoughtDone, ...ofText, ...textEnd],
    statuses: ["completed", "incomplete"],
    status: "incomplete",
  },
  {
    name: "a limit inside the thought",
    parts: [thought("Hm"), thoughtEnd(false), finish("length")],
    types: [...ofThought, ...thoughtDone],
    statuses: ["incomplete"],
    status: "incomplete",
  },
  {
    name: "an answer cut off by the server",
    parts: [text("A"), finish("cancelled")],
    types: [...ofText, ...textEnd],
    statuses: ["incomplete"],
    status: "failed",
  },
  { name: "nothing at all", parts: [finish("stop")], types: [], statuses: [], status: "completed" },
  {
    name: "what has no event of its own",
    parts: [
      { type: "prompt-progress", totalTokens: 9, cachedTokens: 0, processedTokens: 9, elapsedMs: 1 },
      { type: "diagnostic", code: "odd", message: "Odd." },
      text("A"),
      finish("stop"),
    ],
    types: [...ofText, ...textEnd],
    statuses: ["completed"],
    status: "completed",
  },
];

describe("the events of an answer", () => {
  test.each(answers)("$name", ({ parts, types, statuses, status }) => {
    const writer = createWriter();
    const events = eventsOf(parts, writer);
    expect(events.map(({ type }) => type.replace("response.", ""))).toEqual([
      "created",
      "in_progress",
      ...types,
      status,
    ]);
    expect(events.map(({ sequence_number }) => sequence_number)).toEqual(events.map((_, index) => index));
    expect(writer.response.status).toBe(status);
    expect(writer.response.output.map(({ status }) => status)).toEqual(statuses);
    expect(events.at(-1)).toMatchObject({ response: writer.response });
  });

  test("the first events hold the request and nothing of the answer", () => {
    const [created] = createWriter().start();
    expect(created).toMatchObject({
      type: "response.created",
      response: {
        ...echo,
        id: "resp_1",
        object: "response",
        created_at: 100,
        status: "in_progress",
        output: [],
        usage: null,
      },
    });
  });

  test("the last one counts", () => {
    const last = eventsOf([text("A"), finish("stop")]).at(-1);
    expect(last).toMatchObject({
      response: {
        hermes: { thinking: true, thinking_budget: 9, thinking_budget_reached: false, diagnostics: [] },
        timings: { prompt_n: 14, cache_n: 16, predicted_n: 14 },
        completed_at: 101,
        incomplete_details: null,
        usage: {
          input_tokens: 30,
          input_tokens_details: { cached_tokens: 16 },
          output_tokens: 14,
          output_tokens_details: { reasoning_tokens: 5 },
          total_tokens: 44,
        },
      },
    });
    expect(eventsOf([text("A"), finish("length")]).at(-1)).toMatchObject({
      response: {
        completed_at: null,
        incomplete_details: { reason: "max_output_tokens" },
        usage: { total_tokens: 44 },
      },
    });
  });

  test("thoughts can be left out", () => {
    const writer = createWriter("hidden");
    eventsOf([thought("Hm."), thoughtEnd(), text("A"), finish("stop")], writer);
    expect(writer.response.output.map(({ type }) => type)).toEqual(["message"]);
  });

  test("a block that is no call is told of beside the output", () => {
    const writer = createWriter();
    eventsOf(
      [text("A"), { type: "tool-call-invalid", raw: "{", reason: "not-json" }, text("B"), finish("stop")],
      writer,
    );
    expect(writer.response).toMatchObject({
      output: [{ type: "message", content: [{ text: "AB" }] }],
      invalid_tool_calls: [{ raw: "{", reason: "not-json" }],
    });
  });

  test("a call without arguments has an empty object", () => {
    const writer = createWriter();
    eventsOf([{ ...call("call_1"), arguments: "" } as StreamPart, finish("tool-calls")], writer);
    expect(writer.response.output).toMatchObject([{ type: "function_call", arguments: "{}" }]);
  });

  test("an answer that broke off keeps what it had", () => {
    const writer = createWriter();
    const before = eventsOf([text("A")], writer);
    expect(writer.fail(new ApiError("The engine stopped.", { status: 500, type: "server_error" }))).toMatchObject({
      type: "response.failed",
      sequence_number: before.length,
      response: {
        error: { code: "server_error", message: "The engine stopped." },
        output: [{ status: "incomplete", content: [{ text: "A" }] }],
      },
    });
  });

  test("what failed before the first event is an error event", () => {
    const facts = { status: 400, type: "invalid_request_error", param: "input", code: "context_length_exceeded" };
    expect(createWriter().fail(new ApiError("Too long.", facts))).toEqual({
      type: "error",
      sequence_number: 0,
      message: "Too long.",
      code: "context_length_exceeded",
      param: "input",
    });
  });

  test("log-probabilities stand beside their text, with a floor for what JSON cannot say", () => {
    const a = { token: 1, text: "A", bytes: [65], logprob: -0.5 };
    const control = { token: 2, text: "<|eot_id|>", bytes: null, logprob: Number.NEGATIVE_INFINITY };
    const writer = createWriter();
    const part: StreamPart = { type: "text-delta", text: "A", logprobs: [{ ...a, top: [a, control] }] };
    const events = eventsOf([part, part, finish("stop")], writer);
    const top = [
      { token: "A", bytes: [65], logprob: -0.5 },
      { token: "<|eot_id|>", bytes: [], logprob: -9999 },
    ];
    const logprob = { token: "A", bytes: [65], logprob: -0.5, top_logprobs: top };
    expect(events.find(({ type }) => type === "response.output_text.delta")).toMatchObject({ logprobs: [logprob] });
    expect(writer.response.output).toMatchObject([{ content: [{ logprobs: [logprob, logprob] }] }]);
  });
});

test("the official client puts any answer together as we do", async () => {
  const piece = fc.oneof(
    fc.string({ maxLength: 3 }).map(thought),
    fc.string({ maxLength: 3 }).map(text),
    fc.boolean().map(thoughtEnd),
    fc.constant("call" as const),
  );
  const reason = fc.constantFrom("stop", "length", "tool-calls", "cancelled");
  const answer = fc.tuple(fc.array(piece, { maxLength: 8 }), reason);
  await fc.assert(
    fc.asyncProperty(answer, async ([pieces, reason]) => {
      const parts = pieces.map((piece, index) => (piece === "call" ? call(`call_${index}`) : piece));
      const writer = createWriter();
      const events = eventsOf([...parts, finish(reason as "stop")], writer);
      const lines = ReadableStream.from(events.map((event) => Buffer.from(lineOf(event))));
      const stream = ResponseStream.fromReadableStream(lines);
      const { output_text: _, ...read } = await stream.finalResponse();
      expect(read).toMatchObject(JSON.parse(JSON.stringify(writer.response)));
    }),
    { seed: 7, numRuns: 200 },
  );
});
