import type { StreamPart } from "../../../chat/index.ts";
import type { ChunkKinds } from "../http/endpoint.ts";
import type { JsonObject } from "../http/read-reply.ts";

/** Token counts as servers write them. */
export interface WireUsage {
  readonly promptTokens: number;
  readonly completionTokens: number;
  /** Null where the server does not tell. */
  readonly reasoningTokens: number | null;
  readonly cachedTokens: number;
}

/** A piece of a tool call. Empty strings and null are what is missing. */
export interface CallDelta {
  readonly index: number | null;
  readonly id: string;
  readonly name: string;
  readonly arguments: string;
}

/** What one chunk adds to an answer, in any dialect. */
export interface AnswerDelta {
  readonly reasoning: string;
  /** Text of /completions, content of /chat/completions. */
  readonly content: string;
  readonly calls: readonly CallDelta[];
  readonly finishReason: string | null;
  /** The stop string the server names; token ids are left out. */
  readonly stoppedBy: string | null;
  /** Whether the thinking budget closed the thought; null where the server does not tell. */
  readonly budgetReached: boolean | null;
  readonly usage: WireUsage | null;
  /** How far the prompt is computed, where the server tells. */
  readonly progress: PromptProgress | null;
}

export type PromptProgress = Extract<StreamPart, { type: "prompt-progress" }>;

/** Reads a chunk of either route. Fields of unknown kind are passed over, as the next server version may add some. */
export function readChunk(chunk: JsonObject): AnswerDelta {
  const choices = Array.isArray(chunk.choices) ? chunk.choices : [];
  const choice = objectOf(choices.find((entry) => (objectOf(entry).index ?? 0) === 0));
  // `message` is the form of a reply that is no stream; `text` that of /completions.
  const delta = objectOf(choice.delta ?? choice.message);
  const parts = Array.isArray(delta.content) ? delta.content.map(objectOf) : [];
  // Our own server's word on how an answer ended.
  const notes = objectOf(choice.hermes);
  const stop = choice.stop_reason ?? choice.matched_stop ?? notes.stopped_by;
  const budgetReached = notes.thinking_budget_reached;
  return {
    reasoning: readReasoning(delta) || joinParts(parts, (type) => type === "thinking" || type === "reasoning"),
    content: stringOf(choice.text) || stringOf(delta.content) || joinParts(parts, (type) => type === "text"),
    calls: Array.isArray(delta.tool_calls) ? delta.tool_calls.map((call) => readCall(objectOf(call))) : [],
    finishReason: stringOf(choice.finish_reason) || null,
    stoppedBy: stringOf(stop) || null,
    budgetReached: typeof budgetReached === "boolean" ? budgetReached : null,
    usage: readUsage(chunk.usage) ?? readTimings(chunk.timings),
    progress: readProgress(chunk.prompt_progress),
  };
}

/** A chunk of content is one that a reader would see, an end one that says how the answer ended. */
export const chunkKinds: ChunkKinds = {
  isContent(chunk) {
    const { reasoning, content, calls, finishReason } = readChunk(chunk);
    return reasoning !== "" || content !== "" || calls.length > 0 || finishReason !== null;
  },
  isEnd: (chunk) => readChunk(chunk).finishReason !== null,
};

/** Servers that write two of the three fields write the same text into both. */
function readReasoning(delta: JsonObject): string {
  const fields = [delta.reasoning_content, delta.reasoning, delta.reasoning_details];
  return fields.map(textIn).find((text) => text !== "") ?? "";
}

/** Text as it is, in `{text}`, or in a list of these. */
function textIn(value: unknown): string {
  if (Array.isArray(value)) return value.map(textIn).join("");
  return stringOf(value) || stringOf(objectOf(value).text);
}

function joinParts(parts: readonly JsonObject[], wanted: (type: unknown) => boolean): string {
  return parts
    .filter(({ type }) => wanted(type))
    .map((part) => stringOf(part.text) || stringOf(part.thinking))
    .join("");
}

function readCall(call: JsonObject): CallDelta {
  const body = objectOf(call.function);
  const given = body.arguments;
  const isValue = typeof given === "object" && given !== null;
  return {
    index: Number.isInteger(call.index) ? (call.index as number) : null,
    id: stringOf(call.id),
    name: stringOf(body.name),
    arguments: isValue ? JSON.stringify(given) : stringOf(given),
  };
}

function readUsage(value: unknown): WireUsage | null {
  if (typeof value !== "object" || value === null) return null;
  const usage = value as JsonObject;
  const details = objectOf(usage.completion_tokens_details);
  return {
    promptTokens: countOf(usage.prompt_tokens) ?? 0,
    completionTokens: countOf(usage.completion_tokens) ?? 0,
    reasoningTokens: countOf(details.reasoning_tokens) || countOf(usage.reasoning_tokens) || null,
    cachedTokens: countOf(objectOf(usage.prompt_tokens_details).cached_tokens) ?? 0,
  };
}

/** llama.cpp's own counts, which it can send with every chunk. */
function readTimings(value: unknown): WireUsage | null {
  const { prompt_n: computed, cache_n: cached, predicted_n: predicted } = objectOf(value);
  const completionTokens = countOf(predicted);
  if (completionTokens === null) return null;
  const cachedTokens = countOf(cached) ?? 0;
  return {
    promptTokens: (countOf(computed) ?? 0) + cachedTokens,
    completionTokens,
    reasoningTokens: null,
    cachedTokens,
  };
}

/** llama.cpp's form. */
function readProgress(value: unknown): PromptProgress | null {
  const { total, cache, processed, time_ms: elapsed } = objectOf(value);
  const [totalTokens, cachedTokens, processedTokens] = [total, cache, processed].map(countOf);
  if (totalTokens == null || processedTokens == null) return null;
  const elapsedMs = typeof elapsed === "number" ? elapsed : 0;
  return { type: "prompt-progress", totalTokens, cachedTokens: cachedTokens ?? 0, processedTokens, elapsedMs };
}

function objectOf(value: unknown): JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as JsonObject) : {};
}

function stringOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function countOf(value: unknown): number | null {
  return Number.isSafeInteger(value) && (value as number) >= 0 ? (value as number) : null;
}
