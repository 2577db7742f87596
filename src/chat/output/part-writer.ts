import type { CallNote, InvalidReason, OutputPart } from "../parts.ts";
import type { Diagnostic, DiagnosticCode, ParserEvent } from "./parser-event.ts";
import type { CallBody } from "./read-call.ts";
import { TOOL_RESPONSE } from "./tags.ts";

const NOTE_MESSAGES: Readonly<Record<CallNote, string>> = {
  "control-characters-escaped": "raw control characters inside strings were escaped",
  "unwrapped-string": "the arguments came as a string holding a JSON object and were unwrapped",
  "arguments-not-an-object": "the arguments are no JSON object",
};

/** Gathers the parts of an answer, the diagnostics beside them, and the events that tell of both. */
export class PartWriter {
  readonly parts: OutputPart[] = [];
  readonly diagnostics: Diagnostic[] = [];
  #events: ParserEvent[] = [];
  /** Length of all parts. */
  #length = 0;
  #thought: { opening: string; text: string } | null = null;
  #content = "";
  #calls = 0;
  /** End of the content that a tool response tag may still begin in; null once one was reported. */
  #responseTail: string | null = "";

  /** The events since the last drain. */
  drain(): ParserEvent[] {
    const events = this.#events;
    this.#events = [];
    return events;
  }

  emit(event: ParserEvent): void {
    this.#events.push(event);
  }

  get thoughtText(): string {
    return this.#thought?.text ?? "";
  }

  /** Whether there is a call, or what is none; else whether there is text, white space too; null before both. */
  get contentSoFar(): "blocks" | "text" | null {
    if (this.parts.some(({ type }) => type === "call" || type === "invalid")) return "blocks";
    return this.#content === "" ? null : "text";
  }

  /** `opening` is the raw text up to the thought: white space and the tag, or nothing when the prompt opened it. */
  openThought(opening: string): void {
    this.#thought = { opening, text: "" };
  }

  addThought(text: string): void {
    if (text === "" || this.#thought === null) return;
    const start = this.#length + this.#thought.opening.length + this.#thought.text.length;
    this.#thought.text += text;
    this.emit({ type: "reasoning-delta", text, start });
  }

  /** `closing` is the end tag, or nothing when the thought never ended. */
  endThought(closing: string): void {
    if (this.#thought === null) return;
    const { opening, text } = this.#thought;
    this.#thought = null;
    const raw = opening + text + closing;
    if (raw === "") return;
    const closed = closing !== "";
    this.#add({ type: "reasoning", raw, text, closed });
    this.emit({ type: "reasoning-end", closed });
  }

  addContent(text: string): void {
    if (text === "") return;
    const start = this.#length + this.#content.length;
    this.#content += text;
    this.emit({ type: "content-delta", text, start });
    if (this.#responseTail === null) return;
    const recent = this.#responseTail + text;
    if (recent.includes(TOOL_RESPONSE)) {
      this.#responseTail = null;
      this.report("tool-response-in-answer", "the answer holds a <tool_response>, which only the caller may write");
    } else {
      this.#responseTail = recent.slice(1 - TOOL_RESPONSE.length);
    }
  }

  endContent(): void {
    if (this.#content !== "") this.#add({ type: "content", raw: this.#content, text: this.#content });
    this.#content = "";
    if (this.#responseTail !== null) this.#responseTail = "";
  }

  /** Tells of a call as soon as its object is whole; `raw` is its text up to there. */
  announceCall(call: CallBody, raw: string): void {
    this.emit({ type: "call", ...call, start: this.#length, end: this.#length + raw.length });
    const concerned = { name: call.name, index: this.#calls };
    this.#calls += 1;
    for (const note of call.notes) this.report(note, `call ${call.name}: ${NOTE_MESSAGES[note]}`, concerned);
  }

  /** Adds a call, once the text that belongs to it is known. */
  addCall(call: CallBody, raw: string, closed: boolean): void {
    this.#add({ type: "call", raw, closed, ...call });
  }

  addInvalid(raw: string, reason: InvalidReason): void {
    this.#add({ type: "invalid", raw, reason });
    this.emit({ type: "invalid", raw, reason });
  }

  #add(part: OutputPart): void {
    this.parts.push(part);
    this.#length += part.raw.length;
  }

  report(code: DiagnosticCode, message: string, call?: { name: string; index?: number }): void {
    const diagnostic: Diagnostic = call === undefined ? { code, message } : { code, message, call };
    this.diagnostics.push(diagnostic);
    this.emit({ type: "diagnostic", diagnostic });
  }
}
