/**
 * The stretch of input that a parser still looks at. Text from the mark on is kept until it is taken, so that a state
 * can go back; pushing costs the length of the new text plus the few characters not yet passed.
 */
export class InputWindow {
  #text = "";
  /** Index in `text` of the next character to look at. */
  position = 0;
  #mark = 0;
  /** Marked text of earlier pushes. */
  #kept = "";

  get text(): string {
    return this.#text;
  }

  get atEnd(): boolean {
    return this.position >= this.#text.length;
  }

  append(text: string): void {
    this.#kept += this.#text.slice(this.#mark, this.position);
    this.#text = this.#text.slice(this.position) + text;
    this.position = 0;
    this.#mark = 0;
  }

  /** The text from the mark to the position; the mark moves to the position. */
  take(): string {
    const taken = this.#kept + this.#text.slice(this.#mark, this.position);
    this.#kept = "";
    this.#mark = this.position;
    return taken;
  }

  /** Goes back to `offset` characters behind the mark. */
  rewind(offset: number): void {
    if (this.#kept !== "") {
      this.#text = this.#kept + this.#text.slice(this.#mark);
      this.#kept = "";
      this.#mark = 0;
    }
    this.position = this.#mark + offset;
  }

  /** Passes space, tab, CR and LF; true when something else follows. */
  skipWhiteSpace(): boolean {
    while (!this.atEnd && " \t\r\n".includes(this.#text[this.position]!)) this.position += 1;
    return !this.atEnd;
  }
}
