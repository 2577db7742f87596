import { TextReader } from "../text-reader.ts";
import { grammarInvalid, grammarUnsupported } from "./fail.ts";

const BLANKS = /(?:[ \t]|#[^\r\n]*)+/y;
const BLANKS_AND_BREAKS = /(?:[ \t\r\n]|#[^\r\n]*)+/y;
const NAME = /[A-Za-z0-9_-]+/y;
const DEFINITION = /[A-Za-z0-9_-]+[ \t]*::=/y;

/** The text of a grammar. */
export class GrammarReader extends TextReader {
  get atLineBreak(): boolean {
    return this.sign === "\n" || this.sign === "\r";
  }

  /** Whether a rule begins here: a name and `::=`. */
  get atDefinition(): boolean {
    DEFINITION.lastIndex = this.position;
    return DEFINITION.test(this.text);
  }

  takeName(): string | null {
    return this.takeMatch(NAME)?.[0] ?? null;
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
