/** One member of the scanned object itself, not of inner ones. Offsets count in the scanner's `text`. */
export interface JsonMember {
  readonly key: string;
  readonly valueStart: number;
  /** Behind the value; -1 while it is still being read. */
  valueEnd: number;
}

type Expected =
  | "value"
  | "first-item"
  | "first-key"
  | "key"
  | "colon"
  | "after-value"
  | "string"
  | "escape"
  | "hex"
  | "scalar";

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const FIRST_PRINTABLE = 0x20;
const SCALAR = /^(?:true|false|null|-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?)$/;

/**
 * A strict JSON scanner for one object that comes in pieces. It reads every character once, knows strings and escapes,
 * and forgives one fault only: raw control characters inside strings, which it escapes in `text`.
 * Nesting takes no call stack, so its depth has no limit.
 */
export class JsonScanner {
  #status: "open" | "done" | "failed" = "open";
  /** What has been read, control characters escaped. */
  #text = "";
  /** What the last scan() added to it. */
  #added = "";
  #expected: Expected = "value";
  /** Closing brackets of the open containers, innermost last. */
  readonly #closers: string[] = [];
  readonly #members: JsonMember[] = [];
  #escapedControls = false;
  /** Text of the key or scalar being read; null when there is none to keep. */
  #token: string | null = null;
  #readingKey = false;
  #hexDigits = 0;
  /** Where the part of the piece starts that is not yet in #text. */
  #pieceStart = 0;

  get status(): "open" | "done" | "failed" {
    return this.#status;
  }

  get text(): string {
    return this.#text;
  }

  /** Characters in `text`. */
  get length(): number {
    return this.#text.length;
  }

  /** A stretch of `text`. What the last scan() added comes cheap; reaching further back costs the whole text once. */
  read(start: number, end: number): string {
    const fresh = this.#text.length - this.#added.length;
    return start >= fresh ? this.#added.slice(start - fresh, end - fresh) : this.#text.slice(start, end);
  }

  get members(): readonly JsonMember[] {
    return this.#members;
  }

  get escapedControls(): boolean {
    return this.#escapedControls;
  }

  /** Reads from `start` (the first call must stand on `{`); gives the index behind the last character read. */
  scan(piece: string, start: number): number {
    this.#pieceStart = start;
    this.#added = "";
    let index = start;
    while (index < piece.length && this.#status === "open") index = this.#step(piece, index);
    this.#append(piece.slice(this.#pieceStart, index));
    return index;
  }

  #step(piece: string, index: number): number {
    switch (this.#expected) {
      case "string":
        return this.#scanString(piece, index);
      case "escape":
        return this.#scanEscape(piece, index);
      case "hex":
        return this.#scanHex(piece, index);
      case "scalar":
        return this.#scanScalar(piece, index);
      default:
        return this.#scanStructure(piece, index);
    }
  }

  #scanString(piece: string, start: number): number {
    let index = start;
    while (index < piece.length) {
      const code = piece.charCodeAt(index);
      if (code === QUOTE || code === BACKSLASH || code < FIRST_PRINTABLE) break;
      index += 1;
    }
    this.#keep(piece, start, index);
    if (index === piece.length) return index;
    const character = piece[index]!;
    if (character === '"') {
      this.#keep(piece, index, index + 1);
      this.#endString(index + 1);
    } else if (character === "\\") {
      this.#keep(piece, index, index + 1);
      this.#expected = "escape";
    } else {
      this.#escapeControl(piece, index, character);
    }
    return index + 1;
  }

  #escapeControl(piece: string, index: number, character: string): void {
    const escaped = JSON.stringify(character).slice(1, -1);
    this.#append(piece.slice(this.#pieceStart, index) + escaped);
    if (this.#token !== null) this.#token += escaped;
    this.#pieceStart = index + 1;
    this.#escapedControls = true;
  }

  #scanEscape(piece: string, index: number): number {
    const character = piece[index]!;
    if (!'"\\/bfnrtu'.includes(character)) return this.#fail(index);
    this.#keep(piece, index, index + 1);
    this.#expected = character === "u" ? "hex" : "string";
    this.#hexDigits = 0;
    return index + 1;
  }

  #scanHex(piece: string, index: number): number {
    if (!/[0-9a-fA-F]/.test(piece[index]!)) return this.#fail(index);
    this.#keep(piece, index, index + 1);
    this.#hexDigits += 1;
    if (this.#hexDigits === 4) this.#expected = "string";
    return index + 1;
  }

  #scanScalar(piece: string, start: number): number {
    let index = start;
    while (index < piece.length && /[0-9a-zA-Z+.-]/.test(piece[index]!)) index += 1;
    this.#keep(piece, start, index);
    if (index === piece.length) return index;
    if (!SCALAR.test(this.#token ?? "")) return this.#fail(index);
    this.#token = null;
    this.#endValue(index);
    return index;
  }

  #scanStructure(piece: string, index: number): number {
    const character = piece[index]!;
    if (" \t\n\r".includes(character)) return index + 1;
    switch (this.#expected) {
      case "first-key":
        if (character === "}") return this.#close(index);
        return this.#startKey(index, character);
      case "key":
        return this.#startKey(index, character);
      case "colon":
        this.#expected = "value";
        return character === ":" ? index + 1 : this.#fail(index);
      case "after-value":
        if (character === ",") {
          this.#expected = this.#closers.at(-1) === "}" ? "key" : "value";
          return index + 1;
        }
        return character === this.#closers.at(-1) ? this.#close(index) : this.#fail(index);
      case "first-item":
        if (character === "]") return this.#close(index);
        return this.#startValue(index, character);
      default:
        return this.#startValue(index, character);
    }
  }

  #startKey(index: number, character: string): number {
    if (character !== '"') return this.#fail(index);
    this.#readingKey = true;
    this.#expected = "string";
    if (this.#closers.length === 1) this.#token = '"';
    return index + 1;
  }

  #startValue(index: number, character: string): number {
    if (this.#closers.length === 1) {
      const key = JSON.parse(this.#token ?? '""') as string;
      this.#members.push({ key, valueStart: this.#offsetOf(index), valueEnd: -1 });
    }
    this.#token = null;
    if (character === '"') {
      this.#expected = "string";
    } else if (character === "{") {
      this.#closers.push("}");
      this.#expected = "first-key";
    } else if (character === "[") {
      this.#closers.push("]");
      this.#expected = "first-item";
    } else if (/[-0-9tfn]/.test(character)) {
      this.#token = character;
      this.#expected = "scalar";
    } else {
      return this.#fail(index);
    }
    return index + 1;
  }

  #endString(end: number): void {
    if (!this.#readingKey) {
      this.#endValue(end);
      return;
    }
    this.#readingKey = false;
    this.#expected = "colon";
  }

  #close(index: number): number {
    this.#closers.pop();
    this.#endValue(index + 1);
    return index + 1;
  }

  #endValue(end: number): void {
    this.#expected = "after-value";
    if (this.#closers.length === 0) this.#status = "done";
    if (this.#closers.length === 1) this.#members.at(-1)!.valueEnd = this.#offsetOf(end);
  }

  #fail(index: number): number {
    this.#status = "failed";
    return index;
  }

  #append(text: string): void {
    this.#text += text;
    this.#added += text;
  }

  #keep(piece: string, start: number, end: number): void {
    if (this.#token !== null) this.#token += piece.slice(start, end);
  }

  #offsetOf(index: number): number {
    return this.#text.length + index - this.#pieceStart;
  }
}
