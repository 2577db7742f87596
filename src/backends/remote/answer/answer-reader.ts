import { createMessageStream, type MessageStream, type StreamPart, startOfAnswer } from "../../../chat/index.ts";
import { StopText } from "../../answer/stop-text.ts";
import { ThoughtTracker } from "../../answer/thought-tracker.ts";

export interface AnswerReaderOptions {
  /** What the prompt already holds of the answer. */
  readonly prefill: string;
  /** Whether the request has tools. */
  readonly tools: boolean;
  /** Strings that end the answer anywhere: control tokens that a server leaves in the text. */
  readonly stopTokens: readonly string[];
  /** Strings that end the answer behind the thought. */
  readonly stopStrings: readonly string[];
  readonly createCallId: () => string;
}

/** Reads the model's own text as it comes: stop strings, thought, calls. The text counterpart of the native controller. */
export class AnswerReader {
  readonly #tokens: StopText;
  readonly #stops: StopText;
  readonly #tracker: ThoughtTracker;
  readonly #messages: MessageStream;
  readonly #mayThink: boolean;
  #raw = "";
  #toolCalls = 0;

  constructor({ prefill, tools, stopTokens, stopStrings, createCallId }: AnswerReaderOptions) {
    const start = startOfAnswer(prefill);
    this.#mayThink = start === "answer";
    this.#tokens = new StopText(stopTokens);
    this.#stops = new StopText(stopStrings);
    this.#tracker = new ThoughtTracker(start);
    this.#messages = createMessageStream({ createCallId, start, tools });
  }

  /** All text before the end of the answer, as far as it is certain. */
  get raw(): string {
    return this.#raw;
  }

  get toolCalls(): number {
    return this.#toolCalls;
  }

  /** The stop string or control token that was met; nothing is read from there on. */
  get stoppedBy(): string | null {
    return this.#stops.found ?? this.#tokens.found;
  }

  get insideThought(): boolean {
    return this.#tracker.insideThought;
  }

  /** True as long as a thought may still begin. */
  get isUndecided(): boolean {
    return this.#mayThink && this.#raw === "";
  }

  push(text: string): StreamPart[] {
    if (this.stoppedBy !== null) return [];
    return this.#read(this.#tokens.push(text));
  }

  /** Releases what was held back. */
  finish(): StreamPart[] {
    const parts = this.stoppedBy === null ? this.#read(this.#tokens.finish()) : [];
    const rest = this.#stops.push(this.#tracker.finish()) + this.#stops.finish();
    parts.push(...this.#emit(rest));
    for (const part of this.#messages.finish()) parts.push(this.#count(part));
    return parts;
  }

  #read(text: string): StreamPart[] {
    if (text === "") return [];
    const { thought, answer } = this.#tracker.push(text);
    return this.#emit(thought + this.#stops.push(answer));
  }

  #emit(text: string): StreamPart[] {
    this.#raw += text;
    return this.#messages.push(text).map((part) => this.#count(part));
  }

  #count(part: StreamPart): StreamPart {
    if (part.type === "tool-call") this.#toolCalls++;
    return part;
  }
}
