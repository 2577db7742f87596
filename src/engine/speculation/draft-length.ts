/** Most tokens of a guess: a step of nine tokens still costs little more than one where reading the weights is what takes time. */
export const LONGEST_DRAFT = 8;
/** First guess of a sequence, before anything is known of it. */
const FIRST_DRAFT = 4;
/** Most steps without a guess; a text that becomes repetitive later is then noticed soon enough. */
const LONGEST_PAUSE = 64;

/**
 * How long the next guess should be, from how the last ones went: twice as long behind one that was right throughout, as long as
 * what was right of a partly wrong one, and behind complete misses ever longer pauses.
 */
export class DraftLength {
  #length = FIRST_DRAFT;
  /** Guesses in a row of which nothing was right. */
  #misses = 0;
  /** Steps still to go without a guess. */
  #pause = 0;

  /** The length for this step; 0 during a pause, of which one step is over by asking. */
  next(): number {
    if (this.#pause === 0) return this.#length;
    this.#pause--;
    return 0;
  }

  record(drafted: number, accepted: number): void {
    if (accepted === 0) {
      this.#misses++;
      this.#length = 1;
      this.#pause = Math.min(2 ** this.#misses, LONGEST_PAUSE);
      return;
    }
    this.#misses = 0;
    this.#length = accepted === drafted ? Math.min(2 * Math.max(this.#length, 1), LONGEST_DRAFT) : accepted;
  }
}
