import { startOfAnswer } from "../../../chat/index.ts";
import type { AnswerDelta, CallDelta } from "./chunk.ts";

/** A call that is still coming in. */
interface OpenCall {
  readonly index: number | null;
  readonly id: string;
  name: string;
  arguments: string;
}

/** Some servers (SGLang) number the calls of an answer, which is no id in a conversation. */
const IS_ID = /^(?!\d{1,4}$)./s;

export interface RawTextWriterOptions {
  readonly prefill: string;
  /** Whether a thought was asked for. */
  readonly thinking: boolean;
  readonly createCallId: () => string;
}

/**
 * Puts together again what a server took apart: writes thoughts, text and calls of its deltas as the model does, so that one parser
 * reads all answers. Text in which the server left the tags passes as it is.
 */
export class RawTextWriter {
  readonly #createCallId: () => string;
  readonly #usedIds = new Set<string>();
  /** `waiting`: nothing told apart yet; a prefilled thought may be open. */
  #state: "waiting" | "thought" | "answer" = "waiting";
  /** Whether the thought was opened by the prompt. */
  readonly #opened: boolean;
  /** Whether the prompt leaves no room for a thought. */
  readonly #isBehindThought: boolean;
  /** Thoughts nobody asked for are held until an answer follows: a server's parser may have taken the answer for a thought. */
  #held: string | null;
  #call: OpenCall | null = null;
  #nextId: string | null = null;
  #endsLine = true;
  /** Whether anything but white space and thoughts has come. */
  #answerBegun = false;
  #lateThought = "";
  #answerInReasoning = false;

  constructor({ prefill, thinking, createCallId }: RawTextWriterOptions) {
    const start = startOfAnswer(prefill);
    this.#opened = start === "reasoning";
    this.#isBehindThought = start === "content";
    this.#held = thinking || this.#opened ? null : "";
    this.#createCallId = createCallId;
  }

  /** True when what the server called a thought was taken for the answer. */
  get answerWasInReasoning(): boolean {
    return this.#answerInReasoning;
  }

  /** The id of the call in the text given last: the server's, where it has one that is not used yet. */
  takeCallId(): string {
    const id = this.#nextId;
    this.#nextId = null;
    return id ?? this.#createCallId();
  }

  /** Thoughts that came behind the beginning of the answer, since the last call. */
  takeLateThought(): string {
    const late = this.#lateThought;
    this.#lateThought = "";
    return late;
  }

  /** The model's own text for a delta, in pieces of which each holds at most one call. */
  *write({ reasoning, content, calls }: AnswerDelta): Generator<string> {
    if (reasoning !== "") yield* this.#writeReasoning(reasoning);
    if (content !== "") yield* this.#writeContent(content);
    for (const call of calls) yield* this.#writeCall(call);
  }

  /** What is left when the answer is over; `cut` when a limit ended it, perhaps inside a call. */
  *finish(cut: boolean): Generator<string> {
    if (this.#held !== null && this.#held !== "") {
      if (cut) yield* this.#release();
      else {
        this.#answerInReasoning = true;
        yield this.#held;
        this.#held = null;
      }
    }
    yield* this.#endCall(cut);
  }

  *#writeReasoning(text: string): Generator<string> {
    if (this.#isBehindThought) {
      this.#answerInReasoning = true;
      yield* this.#writeContent(text);
      return;
    }
    if (this.#held !== null) {
      this.#held += text;
      return;
    }
    if (this.#answerBegun || this.#state === "answer") {
      this.#lateThought += text;
      return;
    }
    if (this.#state === "waiting" && !this.#opened) yield "<think>";
    this.#state = "thought";
    yield text;
  }

  *#writeContent(text: string): Generator<string> {
    yield* this.#release();
    yield* this.#endCall(false);
    yield* this.#endThought();
    this.#answerBegun ||= text.trim() !== "";
    this.#endsLine = text.endsWith("\n");
    yield text;
  }

  *#writeCall(delta: CallDelta): Generator<string> {
    yield* this.#release();
    yield* this.#endThought();
    this.#answerBegun = true;
    const { index, id, name } = delta;
    const open = this.#call;
    const isNew =
      open === null || (index !== null && index !== open.index) || (id !== "" && id !== open.id && name !== "");
    if (isNew) {
      yield* this.#endCall(false);
      this.#call = { index, id, name, arguments: delta.arguments };
      return;
    }
    // A name sent again is the same name; one that comes late is still missing.
    if (open.name === "") open.name = name;
    open.arguments += delta.arguments;
  }

  *#release(): Generator<string> {
    const held = this.#held;
    this.#held = null;
    if (held !== null && held !== "") yield* this.#writeReasoning(held);
  }

  *#endThought(): Generator<string> {
    if (this.#state === "thought") {
      this.#state = "answer";
      this.#endsLine = false;
      yield "</think>";
    }
  }

  *#endCall(cut: boolean): Generator<string> {
    const call = this.#call;
    if (call === null) return;
    this.#call = null;
    const isFresh = IS_ID.test(call.id) && !this.#usedIds.has(call.id);
    this.#nextId = isFresh ? call.id : null;
    this.#usedIds.add(call.id);
    const body = call.arguments.trim() === "" && !cut ? "{}" : call.arguments;
    const begin = `${this.#endsLine ? "" : "\n"}<tool_call>\n{"name": ${JSON.stringify(call.name)}, "arguments": ${body}`;
    this.#endsLine = false;
    // Half a call is left open, and so read as one that was cut off.
    yield cut && !isWhole(body) ? begin : `${begin}}\n</tool_call>`;
    this.#nextId = null;
  }
}

function isWhole(json: string): boolean {
  try {
    JSON.parse(json);
    return true;
  } catch {
    return false;
  }
}
