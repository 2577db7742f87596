import type { StreamPart } from "../../../chat/index.ts";
import type { Endpoint } from "../http/endpoint.ts";
import type { JsonObject } from "../http/read-reply.ts";
import { AnswerClock } from "./answer-clock.ts";
import type { AnswerReader } from "./answer-reader.ts";
import { type AnswerDelta, chunkKinds, readChunk } from "./chunk.ts";
import { type AnswerEnd, endingDiagnostics, finishPart, isLimit } from "./ending.ts";
import { LateThoughts } from "./late-thoughts.ts";
import type { RawTextWriter } from "./raw-text-writer.ts";
import type { RemoteThought } from "./remote-thought.ts";
import { TokenTally } from "./token-tally.ts";

export interface ChatJob {
  readonly endpoint: Endpoint;
  readonly body: JsonObject;
  readonly writer: RawTextWriter;
  readonly reader: AnswerReader;
  readonly thinkingBudget: number | null;
  /** Ends the thought through the endpoint; null where it cannot, or nobody wants to. */
  readonly thought: RemoteThought | null;
  readonly signal: AbortSignal;
}

/** One answer by POST /chat/completions. */
export class ChatAnswer {
  readonly #job: ChatJob;
  readonly #tally = new TokenTally();
  readonly #clock = new AnswerClock();
  readonly #lateThoughts = new LateThoughts();
  #thought = false;
  #finishReason: string | null = null;
  #stoppedBy: string | null = null;
  #budgetReached: boolean | null = null;

  constructor(job: ChatJob) {
    this.#job = job;
  }

  async *stream(): AsyncGenerator<StreamPart> {
    const { reader, writer, signal } = this.#job;
    let end: AnswerEnd = "cancelled";
    try {
      if (!signal.aborted) yield* this.#readChunks();
      if (!signal.aborted) end = isLimit(this.#finishReason) ? "length" : "stop";
    } catch (error) {
      if (!signal.aborted) throw error;
    }
    yield* this.#lateThoughts.end();
    for (const text of writer.finish(end !== "stop")) yield* this.#push(text);
    yield* reader.finish();
    await this.#job.thought?.settled();
    if (end !== "cancelled") yield* this.#diagnostics();
    yield this.#finish(end);
  }

  async *#readChunks(): AsyncGenerator<StreamPart> {
    const { endpoint, body, reader, thought, signal } = this.#job;
    for await (const chunk of endpoint.postForChunks("/chat/completions", body, chunkKinds, signal)) {
      // Much may have come already that nobody wants any more.
      if (signal.aborted) return;
      const delta = readChunk(chunk);
      if (delta.progress !== null) yield delta.progress;
      this.#finishReason ??= delta.finishReason;
      this.#stoppedBy ??= delta.stoppedBy;
      this.#budgetReached ??= delta.budgetReached;
      yield* this.#read(delta);
      thought?.see(chunk.id, reader);
      if (reader.stoppedBy !== null) return;
    }
  }

  #read(delta: AnswerDelta): StreamPart[] {
    const { writer, reader } = this.#job;
    const hasText = delta.content !== "" || delta.reasoning !== "" || delta.calls.length > 0;
    const wasInside = reader.insideThought;
    const parts: StreamPart[] = [];
    for (const text of writer.write(delta)) parts.push(...this.#push(text));
    // In a field of its own a thought's first piece is no tag.
    const isThought = delta.reasoning !== "" || (wasInside && reader.insideThought);
    if (hasText) this.#clock.seen();
    this.#tally.add(delta.usage, hasText, isThought);
    return [...this.#lateThoughts.weave(writer.takeLateThought(), parts)];
  }

  #push(text: string): StreamPart[] {
    const parts = this.#job.reader.push(text);
    this.#thought ||= this.#job.reader.insideThought;
    return parts;
  }

  *#diagnostics(): Generator<StreamPart> {
    if (this.#job.writer.answerWasInReasoning) {
      const message =
        "the endpoint sent the answer as a thought; its reasoning parser does not fit this model: change it, or use " +
        'mode "completions"';
      yield { type: "diagnostic", code: "answer-in-reasoning", message };
    }
    const failure = this.#job.thought?.failure ?? null;
    if (failure !== null) {
      const message = `the endpoint did not end the thought: ${failure}`;
      yield { type: "diagnostic", code: "thought-not-ended", message };
    }
    yield* endingDiagnostics(this.#finishReason, this.#tally.isCertain, this.#job.reader.stoppedBy);
  }

  #finish(end: AnswerEnd): StreamPart {
    const { reader, thinkingBudget, thought } = this.#job;
    const usage = this.#tally.usage(thinkingBudget ?? undefined);
    const thoughtEndedByCaller = thought?.ended ?? false;
    // Where the server does not say whether it closed the thought, one of full length speaks for it.
    const isFull = thinkingBudget !== null && this.#thought && usage.reasoningTokens >= thinkingBudget;
    const thinkingBudgetReached = !thoughtEndedByCaller && (this.#budgetReached ?? isFull);
    const stoppedBy = reader.stoppedBy ?? this.#stoppedBy;
    const ending = { thinkingBudgetReached, ...(thoughtEndedByCaller ? { thoughtEndedByCaller } : {}), stoppedBy };
    return finishPart(end, { reader, usage, timings: this.#clock.timings(), ...ending });
  }
}
