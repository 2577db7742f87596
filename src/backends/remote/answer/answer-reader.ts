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

const CALL_END = "</tool_call>";

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
    return Math.min(this.#toolCalls, this.#mostCalls);
  }

  /** The stop string or control token that was met; nothing is read from there on. */
  get stoppedBy(): string | null {
    return this.#stops.found ?? this.#tokens.found;
  }

  /** Whether the answer is over, whatever the model goes on to write. */
  get isOver(): boolean {
    return this.stoppedBy !== null || this.#isBehindLastCall;
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
    return [...parts, ...this.#messages.finish().filter((part) => this.#count(part))];
  }

  #read(text: string): StreamPart[] {
    if (text === "") return [];
    const { thought, answer } = this.#tracker.push(text);
    return this.#emit(thought + this.#stops.push(answer));
  }

  #emit(text: string): StreamPart[] {
    return this.#untilLastCall(text).flatMap((piece) => {
      if (this.#isBehindLastCall) return [];
      this.#raw += piece;
      return this.#messages.push(piece).filter((part) => this.#count(part));
    });
  }

  /** A call is told before its closing tag has come; the answer ends with the tag, or with a call that is one too many. */
  get #isBehindLastCall(): boolean {
    if (this.#toolCalls < this.#mostCalls) return false;
    return this.#toolCalls > this.#mostCalls || this.#raw.endsWith(CALL_END);
  }

  /** In pieces behind which a call may be over. */
  #untilLastCall(text: string): readonly string[] {
    return this.#mostCalls === Infinity ? [text] : text.split(/(?<=>)/);
  }

  /** Whether a part is told: a call that is one too many is not. */
  #count(part: StreamPart): boolean {
    return part.type !== "tool-call" || ++this.#toolCalls <= this.#mostCalls;
  }
}
