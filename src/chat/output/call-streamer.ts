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
  /** Members looked at so far. */
  #seen = 0;
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
    if (this.#name === null) return;
    this.#argumentsMember ??=
      this.#scanner.members.find(({ key }) => key === "arguments" || key === "parameters") ?? null;
    const member = this.#argumentsMember;
    if (member === null) return;
    const { valueStart, valueEnd } = member;
    const end = valueEnd < 0 ? this.#scanner.length : valueEnd;
    const from = Math.max(this.#sentTo, valueStart);
    if (end <= from) return;
    const text = this.#scanner.read(from, end);
    if (this.#sent === "" && !text.startsWith("{")) return;
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
    while (this.#name === null && this.#seen < members.length && members[this.#seen]!.valueEnd >= 0) {
      const { key, valueStart, valueEnd } = members[this.#seen]!;
      this.#seen += 1;
      if (key !== "name") continue;
      const value: unknown = JSON.parse(this.#scanner.read(valueStart, valueEnd));
      if (typeof value !== "string" || value === "") continue;
      this.#name = value;
      this.#writer.emit({ type: "call-start", name: value });
    }
  }

  #send(text: string): void {
    this.#sent += text;
    this.#writer.emit({ type: "call-arguments-delta", text });
  }
}
