/** One of the engine's sequences: what it holds, so that the next prompt need not be computed from its start. */
export class SequenceSlot {
  /** The engine's number for it. */
  readonly index: number;
  #held: readonly number[] = [];
  #salt: string | null = null;

  constructor(index: number) {
    this.index = index;
  }

  /**
   * Tokens of `prompt` that are held already. One is always left, since its logits are needed; what was computed for another
   * salt counts for nothing.
   */
  reusable(prompt: readonly number[], salt: string | null): number {
    if (salt !== this.#salt) return 0;
    const most = Math.min(this.#held.length, prompt.length - 1);
    let same = 0;
    while (same < most && this.#held[same] === prompt[same]) same++;
    return same;
  }

  /** It holds these now; an empty list where that is not known. */
  hold(tokens: readonly number[], salt: string | null): void {
    this.#held = tokens;
    this.#salt = salt;
  }
}

/** Hands the sequences out, first come, first served. */
export class SequenceSlots {
  readonly #all: readonly SequenceSlot[];
  readonly #free: SequenceSlot[];
  readonly #waiting: ((slot: SequenceSlot) => void)[] = [];

  constructor(count: number) {
    this.#all = Array.from({ length: count }, (_, index) => new SequenceSlot(index));
    this.#free = [...this.#all];
  }

  /** The free one that holds most of `prompt`; of equals the one that was free longest. */
  take(prompt: readonly number[], salt: string | null): Promise<SequenceSlot> {
    if (this.#free.length === 0) return new Promise((resolve) => this.#waiting.push(resolve));
    const scores = this.#free.map((slot) => slot.reusable(prompt, salt));
    const [slot] = this.#free.splice(scores.indexOf(Math.max(...scores)), 1);
    return Promise.resolve(slot!);
  }

  give(slot: SequenceSlot): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#free.push(slot);
    else next(slot);
  }

  /** What they held is lost. */
  forget(): void {
    for (const slot of this.#all) slot.hold([], null);
  }
}
