import type { JsonMember, JsonScanner } from "../json/json-scanner.ts";
import type { PartWriter } from "./part-writer.ts";
import type { CallBody } from "./read-call.ts";

/** Sends a call while its object is still being read: the name once known, then the bytes of object arguments. */
export class CallStreamer {
  readonly #scanner: JsonScanner;
  readonly #writer: PartWriter;
  /** The name sent; null before the call has begun. */
  #name: string | null = null;
  #argumentsMember: JsonMember | null = null;
  /** Members looked at so far for the name, and for the arguments. */
  #named = 0;
  #searched = 0;
  /** True when the arguments go out only once the object is whole. */
  #waits = false;
  /** Characters of the scanner's text that the stream has passed. */
  #sentTo = 0;
  #sent = "";

  constructor(scanner: JsonScanner, writer: PartWriter) {
    this.#scanner = scanner;
    this.#writer = writer;
  }

  /** To be called after every piece the scanner has read. */
  advance(): void {
    this.#lookForName();
    this.#lookForArguments();
    const member = this.#argumentsMember;
    if (this.#name === null || member === null) return;
    const from = Math.max(this.#sentTo, member.valueStart);
    const end = member.valueEnd < 0 ? this.#scanner.length : member.valueEnd;
    if (end <= from || this.#waits) return;
    const text = this.#scanner.read(from, end);
    // Only an object goes out byte by byte; null and strings may still become something else.
    this.#waits = this.#sent === "" && !text.startsWith("{");
    if (this.#waits) return;
    this.#sentTo = end;
    this.#send(text);
  }

  /** The object is whole: sends what is missing, or starts anew where a later member changed the call. */
  complete(call: CallBody): void {
    const agrees = this.#name === call.name && call.arguments.startsWith(this.#sent);
    if (!agrees) {
      this.abort();
      this.#writer.emit({ type: "call-start", name: call.name });
    }
    const rest = call.arguments.slice(this.#sent.length);
    if (rest !== "") this.#send(rest);
  }

  /** Takes back a call that has begun. */
  abort(): void {
    if (this.#name !== null) this.#writer.emit({ type: "call-abort" });
    this.#name = null;
    this.#sent = "";
  }

  #lookForName(): void {
    const { members } = this.#scanner;
    for (; this.#name === null && (members[this.#named]?.valueEnd ?? -1) >= 0; this.#named += 1) {
      const { key, valueStart, valueEnd } = members[this.#named]!;
      const value: unknown = key === "name" ? JSON.parse(this.#scanner.read(valueStart, valueEnd)) : null;
      if (typeof value !== "string" || value === "") continue;
      this.#name = value;
      this.#writer.emit({ type: "call-start", name: value });
    }
  }

  #lookForArguments(): void {
    const { members } = this.#scanner;
    for (; this.#argumentsMember === null && this.#searched < members.length; this.#searched += 1) {
      const member = members[this.#searched]!;
      if (member.key === "arguments" || member.key === "parameters") this.#argumentsMember = member;
    }
  }

  #send(text: string): void {
    this.#sent += text;
    this.#writer.emit({ type: "call-arguments-delta", text });
  }
}
