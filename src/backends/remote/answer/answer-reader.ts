import type { MessageStream, StreamPart, startOfAnswer } from "../../../chat/index.ts";
import { StopText } from "../../answer/stop-text.ts";
import { ThoughtTracker } from "../../answer/thought-tracker.ts";

export interface AnswerReaderOptions {
  /** Where the answer begins. */
  readonly start: ReturnType<typeof startOfAnswer>;
  /** Makes parts of the text. */
  readonly messages: MessageStream;
  /** Strings that end the answer anywhere: control tokens that a server leaves in the text. */
  readonly stopTokens: readonly string[];
  /** Strings that end the answer behind the thought. */
  readonly stopStrings: readonly string[];
  /** Calls after which the answer is over; nothing behind the last is read. Default: no limit. */
  readonly mostCalls?: number;
}

/** Reads the model's own text as it comes: stop strings, thought, calls. The text counterpart of the native controller. */
export class AnswerReader {
  readonly #tokens: StopText;
  readonly #stops: StopText;
  readonly #tracker: ThoughtTracker;
  readonly #messages: MessageStream;
  readonly #mayThink: boolean;
  readonly #mostCalls: number;
  #raw = "";
  #toolCalls = 0;

  constructor({ start, messages, stopTokens, stopStrings, mostCalls = Infinity }: AnswerReaderOptions) {
    this.#mostCalls = mostCalls;
    this.#mayThink = start === "answer";
    this.#tokens = new StopText(stopTokens);
    this.#stops = new StopText(stopStrings);
    this.#tracker = new ThoughtTracker(start);
    this.#messages = messages;
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

  /** Whether the answer is over, whatever the model goes on to write. */
  get isOver(): boolean {
    return this.stoppedBy !== null || this.#toolCalls >= this.#mostCalls;
  }

  get insideThought(): boolean {
    return this.#tracker.insideThought;
  }

  /** True when there is no thought any more, or never will be. */
  get thoughtIsOver(): boolean {
    return this.#tracker.isOver;
  }

  /** True as long as a thought may still begin. */
  get isUndecided(): boolean {
    return this.#mayThink && this.#raw === "";
  }

  push(text: string): StreamPart[] {
    if (this.isOver) return [];
    return this.#read(this.#tokens.push(text));
  }

  /** Releases what was held back. */
  finish(): StreamPart[] {
    const parts = !this.isOver ? this.#read(this.#tokens.finish()) : [];
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
    return this.#untilLastCall(text).flatMap((piece) => {
      if (this.#toolCalls >= this.#mostCalls) return [];
      this.#raw += piece;
      return this.#messages.push(piece).map((part) => this.#count(part));
    });
  }

  /** In pieces behind which a call may be over. */
  #untilLastCall(text: string): readonly string[] {
    return this.#mostCalls === Infinity ? [text] : text.split(/(?<=>)/);
  }

  #count(part: StreamPart): StreamPart {
    if (part.type === "tool-call") this.#toolCalls++;
    return part;
  }
}
