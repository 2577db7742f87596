const OPENING = "<think>";
const CLOSING = "</think>";

/** One piece of the answer's text, split where the thought ends. */
export interface TrackedText {
  /** White space and tags around the thought included, and the line breaks behind it: they belong to the markup. */
  readonly thought: string;
  readonly answer: string;
}

/**
 * Follows where the thought is, by the rule of the output parser: it opens only at the start of the answer, after white
 * space, and ends at the first closing tag. It reads text, so a tag may be one token or many.
 */
export class ThoughtTracker {
  #state: "start" | "thought" | "line-breaks" | "answer";
  /** In "start" all text, undecided yet; in "thought" as much of its end as may begin the closing tag. */
  #tail = "";

  /** @param start where the answer begins: see `startOfAnswer` of chat/ */
  constructor(start: "answer" | "reasoning" | "content") {
    this.#state = start === "answer" ? "start" : start === "reasoning" ? "thought" : "answer";
  }

  get insideThought(): boolean {
    return this.#state === "thought";
  }

  /** True when there is no thought any more, or never will be. */
  get isOver(): boolean {
    return this.#state === "line-breaks" || this.#state === "answer";
  }

  /** Splits the next piece of text. Text before a possible thought is held back until it is decided. */
  push(text: string): TrackedText {
    switch (this.#state) {
      case "start":
        return this.#pushStart(text);
      case "thought":
        return this.#pushThought(text);
      case "line-breaks":
        return this.#pushLineBreaks(text);
      case "answer":
        return { thought: "", answer: text };
    }
  }

  /** Text still undecided when the answer ends. */
  finish(): string {
    return this.#state === "start" ? this.#tail : "";
  }

  #pushStart(text: string): TrackedText {
    this.#tail += text;
    const begun = this.#tail.replace(/^[ \t\r\n]+/, "");
    if (!begun.startsWith(OPENING) && OPENING.startsWith(begun)) return { thought: "", answer: "" };
    const all = this.#tail;
    this.#tail = "";
    if (!begun.startsWith(OPENING)) {
      this.#state = "answer";
      return { thought: "", answer: all };
    }
    this.#state = "thought";
    const opened = all.length - begun.length + OPENING.length;
    const rest = this.#pushThought(all.slice(opened));
    return { thought: all.slice(0, opened) + rest.thought, answer: rest.answer };
  }

  #pushThought(text: string): TrackedText {
    const seen = this.#tail + text;
    const at = seen.indexOf(CLOSING);
    if (at < 0) {
      this.#tail = seen.slice(-(CLOSING.length - 1));
      return { thought: text, answer: "" };
    }
    const split = at + CLOSING.length - this.#tail.length;
    this.#state = "line-breaks";
    this.#tail = "";
    const behind = this.#pushLineBreaks(text.slice(split));
    return { thought: text.slice(0, split) + behind.thought, answer: behind.answer };
  }

  #pushLineBreaks(text: string): TrackedText {
    const split = text.search(/[^\r\n]/);
    if (split < 0) return { thought: text, answer: "" };
    this.#state = "answer";
    return { thought: text.slice(0, split), answer: text.slice(split) };
  }
}
