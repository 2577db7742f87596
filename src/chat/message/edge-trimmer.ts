/**
 * Lets text through in pieces, without the CR and LF at its ends. A run of them is held back until something follows;
 * what becomes of a run at the end is for the caller to say.
 */
export class EdgeTrimmer {
  #held = "";
  /** True while everything so far was a run next to markup. */
  #atMarkup: boolean;

  constructor(behindMarkup: boolean) {
    this.#atMarkup = behindMarkup;
  }

  /** Length of the run that is held back. */
  get heldLength(): number {
    return this.#held.length;
  }

  push(text: string): string {
    let start = 0;
    if (this.#atMarkup) {
      while (start < text.length && isLineBreak(text[start])) start += 1;
      if (start === text.length) return "";
      this.#atMarkup = false;
    }
    let end = text.length;
    while (end > start && isLineBreak(text[end - 1])) end -= 1;
    if (end === start) {
      this.#held += text.slice(start);
      return "";
    }
    const passed = this.#held + text.slice(start, end);
    this.#held = text.slice(end);
    return passed;
  }

  /** The run held back, for an end where no markup follows. */
  flush(): string {
    const held = this.#held;
    this.#held = "";
    return held;
  }
}

function isLineBreak(character: string | undefined): boolean {
  return character === "\n" || character === "\r";
}
