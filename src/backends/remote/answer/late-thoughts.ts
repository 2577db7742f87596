import type { StreamPart } from "../../../chat/index.ts";

/**
 * Thoughts that come behind the beginning of the answer. The model's own form has no place for them, so they go past the parser, as
 * parts of their own.
 */
export class LateThoughts {
  #isOpen = false;
  #isTold = false;

  /** Sets a piece of late thought, where there is one, before the parts of the same chunk. */
  *weave(late: string, parts: readonly StreamPart[]): Generator<StreamPart> {
    if (late !== "") {
      if (!this.#isTold) yield NOTICE;
      this.#isTold = true;
      this.#isOpen = true;
      yield { type: "reasoning-delta", text: late };
    }
    if (parts.length > 0) yield* this.end();
    yield* parts;
  }

  *end(): Generator<StreamPart> {
    if (this.#isOpen) yield { type: "reasoning-end", closed: true };
    this.#isOpen = false;
  }
}

const NOTICE: StreamPart = {
  type: "diagnostic",
  code: "thought-behind-answer",
  message: "the endpoint sent a thought behind the beginning of the answer; it is not part of the raw text",
};
