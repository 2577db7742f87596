import { createOutputParser, type OutputParser } from "../output/output-parser.ts";
import type { ParserEvent } from "../output/parser-event.ts";
import type { OutputParserOptions } from "../output/parser-state.ts";
import type { StreamPart, TokenLogprob } from "../stream-part.ts";
import { EdgeTrimmer } from "./edge-trimmer.ts";

export interface MessageStreamOptions extends Omit<OutputParserOptions, "mode"> {
  /** Gives the id of the next tool call, such as `call_…`, unique in the conversation. */
  readonly createCallId: () => string;
  /**
   * Gives the tokens that spell the stretch [start, end) of the answer's text, in UTF-16 units, for the part that is made of it; asked
   * in the order of the text. Where it is missing, parts have no `logprobs`.
   */
  readonly logprobsOf?: (start: number, end: number) => readonly TokenLogprob[];
}

/** Turns an answer, as it is written, into stream parts; folded, they are the message of the whole answer. */
export interface MessageStream {
  push(text: string): StreamPart[];
  /** Ends the answer. The `finish` part is the caller's to add, who knows usage and reason. */
  finish(): StreamPart[];
  /** Whether the text read last belongs to the thought. */
  readonly insideThought: boolean;
}

export function createMessageStream(options: MessageStreamOptions): MessageStream {
  return new TrimmingStream(options);
}

class TrimmingStream implements MessageStream {
  readonly #parser: OutputParser;
  readonly #createCallId: () => string;
  readonly #logprobsOf: MessageStreamOptions["logprobsOf"];
  readonly #thought = new EdgeTrimmer(true);
  #content = new EdgeTrimmer(false);
  /** Where the content read last ends in the answer. */
  #contentEnd = 0;
  /** Whether any content has been sent, and whether any of the present content part. */
  #contentSent = false;
  #partSent = false;

  constructor({ createCallId, logprobsOf, ...options }: MessageStreamOptions) {
    this.#parser = createOutputParser(options);
    this.#createCallId = createCallId;
    this.#logprobsOf = logprobsOf;
  }

  get insideThought(): boolean {
    return this.#parser.insideThought;
  }

  push(text: string): StreamPart[] {
    return this.#parser.push(text).flatMap((event) => this.#translate(event));
  }

  finish(): StreamPart[] {
    const parts = this.#parser.finish().flatMap((event) => this.#translate(event));
    return [...parts, ...this.#sendContent(this.#content.flush(), this.#contentEnd)];
  }

  #translate(event: ParserEvent): StreamPart[] {
    switch (event.type) {
      case "reasoning-delta": {
        const text = this.#thought.push(event.text);
        const end = event.start + event.text.length - this.#thought.heldLength;
        return text === "" ? [] : [{ type: "reasoning-delta", text, ...this.#tokensOf(end - text.length, end) }];
      }
      case "reasoning-end":
        this.#startContentPart();
        return [event];
      case "content-delta":
        this.#contentEnd = event.start + event.text.length;
        return this.#sendContent(this.#content.push(event.text), this.#contentEnd - this.#content.heldLength);
      case "call": {
        const { start, end, ...call } = event;
        this.#startContentPart();
        return [{ ...call, type: "tool-call", id: this.#createCallId(), ...this.#tokensOf(start, end) }];
      }
      case "invalid":
        this.#startContentPart();
        return [{ ...event, type: "tool-call-invalid" }];
      case "diagnostic":
        return [{ type: "diagnostic", ...event.diagnostic }];
      default:
        // The pieces of incremental mode, which this stream never asks for.
        return [];
    }
  }

  /** Markup was read: a run of line breaks held back before it is dropped. */
  #startContentPart(): void {
    this.#content = new EdgeTrimmer(true);
    this.#partSent = false;
  }

  /** `end` is where the text ends in the answer. */
  #sendContent(text: string, end: number): StreamPart[] {
    if (text === "") return [];
    const joint = this.#contentSent && !this.#partSent ? "\n" : "";
    this.#contentSent = true;
    this.#partSent = true;
    return [{ type: "text-delta", text: joint + text, ...this.#tokensOf(end - text.length, end) }];
  }

  #tokensOf(start: number, end: number): { logprobs?: readonly TokenLogprob[] } {
    return this.#logprobsOf === undefined ? {} : { logprobs: this.#logprobsOf(start, end) };
  }
}
