import { z } from "zod";
import type { AnswerFinish } from "../model.ts";
import type { AnswerEvent } from "./answer-event.ts";
import { brokenProtocol, cutOff, failureOfBody, parseJson } from "./api-failure.ts";

const count = z.number().nonnegative();

const deltaForm = z.object({
  content: z.string().nullish(),
  reasoning_content: z.string().nullish(),
  reasoning: z.string().nullish(),
  tool_calls: z
    .array(
      z.object({
        index: z.int().nonnegative(),
        id: z.string().nullish(),
        function: z.object({ name: z.string().nullish(), arguments: z.string().nullish() }).nullish(),
      }),
    )
    .nullish(),
  invalid_tool_calls: z.array(z.object({ raw: z.string(), reason: z.string() })).nullish(),
});

const chunkForm = z.object({
  id: z.string().nullish(),
  model: z.string().nullish(),
  choices: z.array(z.object({ delta: deltaForm.nullish(), finish_reason: z.string().nullish() })),
  prompt_progress: z.object({ total: count, processed: count }).nullish(),
  timings: z.object({ predicted_ms: count.nullish() }).nullish(),
  usage: z
    .object({
      prompt_tokens: count,
      completion_tokens: count,
      prompt_tokens_details: z.object({ cached_tokens: count.nullish() }).nullish(),
      completion_tokens_details: z.object({ reasoning_tokens: count.nullish() }).nullish(),
    })
    .nullish(),
});

type Chunk = z.infer<typeof chunkForm>;
type Delta = z.infer<typeof deltaForm>;

const reasons: Readonly<Record<string, AnswerFinish>> = { stop: "stop", length: "length", tool_calls: "tool-calls" };

/** The events of /v1/chat/completions, streamed, one choice. Throws ApiFailure. */
export async function* readChatStream(events: AsyncIterable<string>): AsyncGenerator<AnswerEvent> {
  const reader = new ChatStreamReader();
  for await (const data of events) {
    if (data === "[DONE]") {
      yield { type: "finish", reason: reader.reason };
      return;
    }
    const body = parseJson(data);
    const failure = failureOfBody(body, null);
    if (failure !== null) throw failure;
    const chunk = chunkForm.safeParse(body);
    if (!chunk.success) throw brokenProtocol("chunks of an answer");
    yield* reader.read(chunk.data);
  }
  throw cutOff();
}

class ChatStreamReader {
  reason: AnswerFinish | null = null;
  #started = false;
  #thinking = false;
  #decodeMs: number | null = null;

  *read(chunk: Chunk): Generator<AnswerEvent> {
    if (!this.#started && chunk.id != null) {
      this.#started = true;
      yield { type: "start", id: chunk.id, model: chunk.model ?? null };
    }
    if (chunk.prompt_progress != null) {
      const { processed, total } = chunk.prompt_progress;
      yield { type: "prompt-progress", processed, total };
    }
    this.#decodeMs = chunk.timings?.predicted_ms ?? this.#decodeMs;
    const choice = chunk.choices[0];
    if (choice?.delta != null) yield* this.#readDelta(choice.delta);
    if (choice?.finish_reason != null) yield* this.#readReason(choice.finish_reason);
    if (chunk.usage != null) yield this.#readUsage(chunk.usage);
  }

  *#readDelta(delta: Delta): Generator<AnswerEvent> {
    // Both names carry the same text.
    const thought = delta.reasoning_content ?? delta.reasoning ?? "";
    if (thought !== "") {
      this.#thinking = true;
      yield { type: "reasoning-delta", text: thought };
    }
    const calls = delta.tool_calls ?? [];
    const invalid = delta.invalid_tool_calls ?? [];
    const content = delta.content ?? "";
    if (content !== "" || calls.length > 0 || invalid.length > 0) yield* this.#endThought(true);
    if (content !== "") yield { type: "text-delta", text: content };
    for (const { index, id, function: named } of calls) {
      const pieces = { id: id ?? null, name: named?.name ?? null, arguments: named?.arguments ?? "" };
      yield { type: "call-delta", index, ...pieces };
    }
    for (const { raw, reason } of invalid) yield { type: "call-invalid", raw, reason };
  }

  *#readReason(reason: string): Generator<AnswerEvent> {
    this.reason = reasons[reason] ?? "stop";
    // A thought that was closed is followed by text or calls, except where the model had nothing more to say.
    yield* this.#endThought(this.reason === "stop");
    yield { type: "step-finish", reason: this.reason };
  }

  *#endThought(closed: boolean): Generator<AnswerEvent> {
    if (this.#thinking) yield { type: "reasoning-end", closed };
    this.#thinking = false;
  }

  #readUsage(usage: NonNullable<Chunk["usage"]>): AnswerEvent {
    return {
      type: "usage",
      decodeMs: this.#decodeMs,
      usage: {
        promptTokens: usage.prompt_tokens,
        completionTokens: usage.completion_tokens,
        reasoningTokens: usage.completion_tokens_details?.reasoning_tokens ?? 0,
        cachedTokens: usage.prompt_tokens_details?.cached_tokens ?? 0,
      },
    };
  }
}
