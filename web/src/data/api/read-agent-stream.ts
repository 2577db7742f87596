import { z } from "zod";
import type { AnswerFinish } from "../model.ts";
import type { AnswerEvent } from "./answer-event.ts";
import { brokenProtocol, cutOff, failureOfBody, parseJson } from "./api-failure.ts";

const count = z.number().nonnegative();

const streamPartForm = z.discriminatedUnion("type", [
  z.object({ type: z.literal("prompt-progress"), totalTokens: count, processedTokens: count }),
  z.object({ type: z.literal("reasoning-delta"), text: z.string() }),
  z.object({ type: z.literal("reasoning-end"), closed: z.boolean() }),
  z.object({ type: z.literal("text-delta"), text: z.string() }),
  z.object({ type: z.literal("tool-call"), id: z.string(), name: z.string(), arguments: z.string() }),
  z.object({ type: z.literal("tool-call-invalid"), raw: z.string(), reason: z.string() }),
  z.object({ type: z.literal("diagnostic") }),
  z.object({
    type: z.literal("finish"),
    reason: z.enum(["stop", "length", "tool-calls", "cancelled"]),
    usage: z.object({ promptTokens: count, completionTokens: count, reasoningTokens: count, cachedTokens: count }),
    timings: z.object({ decodeMs: count }),
  }),
]);

const outcomes = ["done", "failed", "refused", "expired", "unknown", "invalid", "skipped", "cancelled"] as const;

const agentPartForm = z.discriminatedUnion("type", [
  z.object({ type: z.literal("stream-start"), id: z.string(), model: z.string() }),
  z.object({ type: z.literal("round-start"), round: z.int() }),
  z.object({ type: z.literal("stream-part"), part: streamPartForm }),
  z.object({ type: z.literal("approval-request"), approvalId: z.string(), callId: z.string(), source: z.string() }),
  z.object({ type: z.literal("approval-answer"), approvalId: z.string() }),
  z.object({ type: z.literal("tool-start"), callId: z.string(), source: z.string() }),
  z.object({
    type: z.literal("tool-result"),
    callId: z.string(),
    outcome: z.enum(outcomes),
    content: z.string(),
    elapsedMs: count,
  }),
  z.object({ type: z.literal("calls-unreadable") }),
  z.object({
    type: z.literal("agent-finish"),
    reason: z.enum(["answered", "rounds", "open-calls", "length", "cancelled"]),
  }),
]);

type AgentPart = z.infer<typeof agentPartForm>;
type StreamPart = z.infer<typeof streamPartForm>;

const reasons: Readonly<Record<Extract<AgentPart, { type: "agent-finish" }>["reason"], AnswerFinish>> = {
  answered: "stop",
  rounds: "rounds",
  "open-calls": "tool-calls",
  length: "length",
  cancelled: "cancelled",
};

/** The events of /v1/agent/chat. Throws ApiFailure. */
export async function* readAgentStream(events: AsyncIterable<string>): AsyncGenerator<AnswerEvent> {
  let calls = 0;
  for await (const data of events) {
    if (data === "[DONE]") return;
    const body = parseJson(data);
    const failure = failureOfBody(body, null);
    if (failure !== null) throw failure;
    const form = agentPartForm.safeParse(body);
    if (!form.success) throw brokenProtocol("parts of a tool loop");
    const part = form.data;
    // The blocks themselves are there already; this is what the model is told of them.
    if (part.type === "calls-unreadable") continue;
    if (part.type === "round-start") calls = 0;
    if (part.type !== "stream-part") yield readAgentPart(part);
    else yield* readStreamPart(part.part, part.part.type === "tool-call" ? calls++ : calls);
  }
  throw cutOff();
}

function readAgentPart(part: Exclude<AgentPart, { type: "stream-part" | "calls-unreadable" }>): AnswerEvent {
  switch (part.type) {
    case "stream-start":
      return { type: "start", id: part.id, model: part.model };
    case "round-start":
      return { type: "step-start" };
    case "agent-finish":
      return { type: "finish", reason: reasons[part.reason] };
    default:
      return part;
  }
}

/** `index` counts the calls of a round. */
function* readStreamPart(part: StreamPart, index: number): Generator<AnswerEvent> {
  switch (part.type) {
    case "prompt-progress":
      yield { type: "prompt-progress", processed: part.processedTokens, total: part.totalTokens };
      return;
    case "tool-call":
      yield { type: "call-delta", index, id: part.id, name: part.name, arguments: part.arguments };
      return;
    case "tool-call-invalid":
      yield { type: "call-invalid", raw: part.raw, reason: part.reason };
      return;
    case "finish":
      yield { type: "step-finish", reason: part.reason };
      yield { type: "usage", usage: part.usage, decodeMs: part.timings.decodeMs };
      return;
    case "diagnostic":
      return;
    default:
      yield part;
  }
}
