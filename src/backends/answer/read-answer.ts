import { finishReasonOf, type MessageStream, type StreamPart } from "../../chat/index.ts";
import type { EngineEvent } from "../../engine/index.ts";
import type { AnswerController } from "./answer-controller.ts";
import type { TokenLedger } from "./token-ledger.ts";

/** Something to know of a request. */
export interface Warning {
  readonly code: string;
  readonly message: string;
}

/** What an answer's events are read with. */
export interface AnswerReading {
  readonly controller: AnswerController;
  readonly messages: Pick<MessageStream, "push" | "finish">;
  /** Null where nobody asked for the probabilities of tokens. */
  readonly ledger: TokenLedger | null;
  /** Said before the answer. */
  readonly warnings: readonly Warning[];
  /** How many there are. */
  readonly promptTokens: number;
  /** Whether the events tell of the prompt's progress. */
  readonly promptProgress: boolean;
}

/** Turns a generator's events into stream parts. */
export async function* readAnswer(
  events: AsyncIterable<EngineEvent>,
  reading: AnswerReading,
): AsyncGenerator<StreamPart> {
  const reader = new EventReader(reading);
  // All parts come from inside the loop: only a reader who leaves there cancels the sequence.
  for await (const event of events) yield* reader.read(event);
}

class EventReader {
  readonly #reading: AnswerReading;
  #unsaid: readonly Warning[];
  #raw = "";
  #toolCalls = 0;
  #cachedTokens = 0;
  /** Parts of the answer wait for the end of the prompt where its progress is told. */
  #promptDone: boolean;

  constructor(reading: AnswerReading) {
    this.#reading = reading;
    this.#unsaid = reading.warnings;
    this.#promptDone = !reading.promptProgress;
  }

  *read(event: EngineEvent): Generator<StreamPart> {
    const { promptTokens, ledger } = this.#reading;
    switch (event.type) {
      case "admitted":
        this.#cachedTokens = event.cachedTokens;
        if (!this.#promptDone) yield this.#progress(event.cachedTokens, 0);
        break;
      case "progress":
        yield this.#progress(event.computedTokens, event.elapsedMs);
        this.#promptDone = event.computedTokens === promptTokens;
        break;
      case "token":
        ledger?.add(event);
        break;
      case "finish":
        this.#promptDone = true;
        ledger?.finish();
        this.#reading.controller.finish();
    }
    if (!this.#promptDone) return;
    yield* this.#warnings();
    yield* this.#text();
    if (event.type !== "finish") return;
    yield* this.#count(this.#reading.messages.finish());
    yield this.#finish(event);
  }

  #progress(processedTokens: number, elapsedMs: number): StreamPart {
    const totalTokens = this.#reading.promptTokens;
    return { type: "prompt-progress", totalTokens, cachedTokens: this.#cachedTokens, processedTokens, elapsedMs };
  }

  *#warnings(): Generator<StreamPart> {
    const unsaid = this.#unsaid;
    this.#unsaid = [];
    for (const { code, message } of unsaid) yield { type: "diagnostic", code, message };
  }

  /** The controller is ahead of the events; tokens go with their text, so text must not be ahead of them. */
  #text(): readonly StreamPart[] {
    const { controller, ledger, messages } = this.#reading;
    const text = controller.takeText(ledger === null ? undefined : ledger.length - this.#raw.length);
    this.#raw += text;
    return this.#count(messages.push(text));
  }

  #count(parts: readonly StreamPart[]): readonly StreamPart[] {
    this.#toolCalls += parts.filter((part) => part.type === "tool-call").length;
    return parts;
  }

  #finish({ reason, promptMs, decodeMs }: Extract<EngineEvent, { type: "finish" }>): StreamPart {
    const { controller, promptTokens } = this.#reading;
    const { completionTokens, reasoningTokens, thinkingBudgetReached, thoughtEndedByCaller, stoppedBy } = controller;
    // A stop string may only come to light now, in text that was held back as a possible beginning of a thought.
    const limitReached = reason === "length" && stoppedBy === null;
    return {
      type: "finish",
      reason: reason === "cancelled" ? "cancelled" : finishReasonOf({ limitReached, toolCalls: this.#toolCalls }),
      usage: { promptTokens, completionTokens, reasoningTokens, cachedTokens: this.#cachedTokens },
      timings: { promptMs, decodeMs },
      thinkingBudgetReached,
      ...(thoughtEndedByCaller ? { thoughtEndedByCaller } : {}),
      stoppedBy,
      raw: this.#raw,
    };
  }
}
