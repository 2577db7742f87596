import { grammarInvalid, grammarUnsupported } from "./fail.ts";

const BLANKS = /(?:[ \t]|#[^\r\n]*)+/y;
const BLANKS_AND_BREAKS = /(?:[ \t\r\n]|#[^\r\n]*)+/y;
const NAME = /[A-Za-z0-9_-]+/y;
const DEFINITION = /[A-Za-z0-9_-]+[ \t]*::=/y;

/** The text of a grammar, read sign by sign. Positions are UTF-16 units. */
export class GrammarReader {
  position = 0;
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  get atEnd(): boolean {
    return this.position >= this.text.length;
  }

  /** The UTF-16 unit here; "" at the end. */
  get sign(): string {
    return this.text.charAt(this.position);
  }

  get atLineBreak(): boolean {
    return this.sign === "\n" || this.sign === "\r";
  }

  /** Whether a rule begins here: a name and `::=`. */
  get atDefinition(): boolean {
    DEFINITION.lastIndex = this.position;
    return DEFINITION.test(this.text);
  }

  startsWith(expected: string): boolean {
    return this.text.startsWith(expected, this.position);
  }

  /** Steps over `expected` when it stands here. */
  take(expected: string): boolean {
    if (!this.startsWith(expected)) return false;
    this.position += expected.length;
    return true;
  }

  /** What `shape`, a sticky expression of ours, finds here; stands behind it then. */
  takeMatch(shape: RegExp): string | null {
    shape.lastIndex = this.position;
    const match = shape.exec(this.text);
    if (match === null) return null;
    this.position += match[0].length;
    return match[0];
  }

  takeName(): string | null {
    return this.takeMatch(NAME);
  }

  takeCodePoint(): number {
    const codePoint = this.text.codePointAt(this.position)!;
    this.position += codePoint > 0xffff ? 2 : 1;
    return codePoint;
  }

  /** Steps over white space and comments, line breaks among them. */
  skip(): void {
    this.takeMatch(BLANKS_AND_BREAKS);
  }

  skipInLine(): void {
    this.takeMatch(BLANKS);
  }

  /** What stands here, for messages. */
  get found(): string {
    if (this.atEnd) return "the end of the text";
    return this.atLineBreak
      ? "the end of the line"
      : JSON.stringify(String.fromCodePoint(this.text.codePointAt(this.position)!));
  }

  invalid(what: string, position = this.position) {
    return grammarInvalid(this.text, position, what);
  }

  unsupported(what: string, position = this.position) {
    return grammarUnsupported(this.text, position, what);
  }
}
