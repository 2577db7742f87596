import type { StreamPart } from "../../../chat/index.ts";

/** A part of one of several answers that come at once. */
export interface ChoicePart {
  readonly index: number;
  readonly part: StreamPart;
}

type Delta = Extract<StreamPart, { type: "text-delta" | "reasoning-delta" }>;

interface Waiting {
  readonly index: number;
  part: StreamPart;
}

/** Parts that may wait before a writer should. Text is joined and never comes near it; with probabilities parts stay small. */
const MOST_WAITING = 64;
/** Probabilities of a joined part; copying them again and again for longer ones would cost the square of their number. */
const MOST_SCORES = 64;

/**
 * Between engines that write and one reader. What waits is joined: pieces of one text become one part, so that a slow reader finds
 * few parts, however long it was away.
 */
export class PartQueue implements AsyncIterable<ChoicePart> {
  readonly #waiting: Waiting[] = [];
  /** The last part that waits of each answer; only it may grow. */
  readonly #last = new Map<number, Waiting>();
  #wake: (() => void) | null = null;
  /** Writers that wait for room. */
  #held: (() => void)[] = [];
  #left = false;
  #closed = false;
  #failure: { readonly error: unknown } | null = null;

  push(index: number, part: StreamPart): void {
    const last = this.#last.get(index);
    const joined = last === undefined ? null : join(last.part, part);
    if (last !== undefined && joined !== null) last.part = joined;
    else {
      const waiting = { index, part };
      this.#waiting.push(waiting);
      this.#last.set(index, waiting);
    }
    this.#stir();
  }

  /** Resolves when the reader has caught up, or is gone; null where it has. What is not pushed meanwhile stays with the engine. */
  room(): Promise<void> | null {
    if (this.#left || this.#waiting.length < MOST_WAITING) return null;
    return new Promise((resolve) => this.#held.push(resolve));
  }

  /** No more parts will come. */
  close(): void {
    this.#closed = true;
    this.#stir();
  }

  /** What waits is still read; then the reader gets the error. */
  fail(error: unknown): void {
    this.#failure ??= { error };
    this.close();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<ChoicePart> {
    try {
      yield* this.#read();
    } finally {
      this.#left = true;
      this.#release();
    }
  }

  async *#read(): AsyncGenerator<ChoicePart> {
    while (true) {
      const waiting = this.#waiting.shift();
      if (waiting !== undefined) {
        if (this.#last.get(waiting.index) === waiting) this.#last.delete(waiting.index);
        if (this.#waiting.length < MOST_WAITING) this.#release();
        yield waiting;
      } else if (this.#failure !== null) throw this.#failure.error;
      else if (this.#closed) return;
      else {
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
      }
    }
  }

  #release(): void {
    for (const go of this.#held.splice(0)) go();
  }

  #stir(): void {
    this.#wake?.();
    this.#wake = null;
  }
}

/** Two parts as one; null where they must stay two. */
function join(first: StreamPart, second: StreamPart): StreamPart | null {
  if (first.type === "prompt-progress" && second.type === "prompt-progress") return second;
  if (!isDelta(first) || first.type !== second.type) return null;
  if ((first.logprobs?.length ?? 0) >= MOST_SCORES) return null;
  const { text, logprobs } = second as Delta;
  const scores = [...(first.logprobs ?? []), ...(logprobs ?? [])];
  return { type: first.type, text: first.text + text, ...(scores.length === 0 ? {} : { logprobs: scores }) };
}

function isDelta(part: StreamPart): part is Delta {
  return part.type === "text-delta" || part.type === "reasoning-delta";
}
