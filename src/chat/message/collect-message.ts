import type { InvalidReason } from "../parts.ts";
import type { StreamPart, TokenLogprob } from "../stream-part.ts";
import type { AnswerMessage } from "./answer-message.ts";

export type FinishPart = Extract<StreamPart, { type: "finish" }>;
export type DiagnosticPart = Extract<StreamPart, { type: "diagnostic" }>;
export type ToolCallPart = Extract<StreamPart, { type: "tool-call" }>;

/** The fold of a stream. */
export interface CollectedMessage extends AnswerMessage {
  readonly toolCalls: readonly ToolCallPart[];
  readonly diagnostics: readonly DiagnosticPart[];
  /** Of the tokens of the content; only where the parts carry them. */
  readonly logprobs?: readonly TokenLogprob[];
  /** Null when the stream broke off. */
  readonly finish: FinishPart | null;
}

/** Folds stream parts one by one. */
export class MessageCollector {
  #reasoning: string | null = null;
  #content: string | null = null;
  readonly #toolCalls: ToolCallPart[] = [];
  readonly #invalid: { raw: string; reason: InvalidReason }[] = [];
  readonly #diagnostics: DiagnosticPart[] = [];
  #logprobs: TokenLogprob[] | null = null;
  #finish: FinishPart | null = null;

  add(part: StreamPart): void {
    switch (part.type) {
      case "prompt-progress":
        break;
      case "reasoning-delta":
        this.#reasoning = (this.#reasoning ?? "") + part.text;
        break;
      case "reasoning-end":
        this.#reasoning ??= "";
        break;
      case "text-delta":
        this.#content = (this.#content ?? "") + part.text;
        if (part.logprobs !== undefined) this.#keep(part.logprobs);
        break;
      case "tool-call":
        this.#toolCalls.push(part);
        break;
      case "tool-call-invalid":
        this.#invalid.push({ raw: part.raw, reason: part.reason });
        break;
      case "diagnostic":
        this.#diagnostics.push(part);
        break;
      case "finish":
        this.#finish = part;
        break;
      default:
        part satisfies never;
    }
  }

  get message(): CollectedMessage {
    return {
      reasoning: this.#reasoning,
      content: this.#content,
      toolCalls: [...this.#toolCalls],
      invalidToolCalls: [...this.#invalid],
      diagnostics: [...this.#diagnostics],
      ...(this.#logprobs === null ? {} : { logprobs: [...this.#logprobs] }),
      finish: this.#finish,
    };
  }

  #keep(logprobs: readonly TokenLogprob[]): void {
    this.#logprobs ??= [];
    this.#logprobs.push(...logprobs);
  }
}

/** Folds a whole stream into its message. */
export async function collectMessage(
  stream: Iterable<StreamPart> | AsyncIterable<StreamPart>,
): Promise<CollectedMessage> {
  const collector = new MessageCollector();
  for await (const part of stream) collector.add(part);
  return collector.message;
}
