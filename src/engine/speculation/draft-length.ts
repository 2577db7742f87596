/** Most tokens of a guess. Longer ones are hardly ever right throughout, and a step of nine tokens is still a short one. */
export const LONGEST_DRAFT = 8;
/** Belief before anything is known: hopeful, as three wrong guesses in a row end it and cost little. */
const FIRST_CHANCE = 0.8;
/** How much one checked token moves the belief; so about the last five count. */
const LEARNING_RATE = 0.2;
/** Steps without a guess behind the first bad one, and the most; they double in between, as trying costs, too. */
const FIRST_PAUSE = 2;
const LONGEST_PAUSE = 64;

/** How long a sequence's next guess should be, from how its last ones went. */
export class DraftLength {
  /** Believed probability that a guessed token is right when those before it are. */
  #chance = FIRST_CHANCE;
  /** Steps still to go without a guess. */
  #pause = 0;
  #nextPause = FIRST_PAUSE;
  #fairChance = 1;

  /**
   * The length for this step: a token is added while the chance that it is right is at least `fairChance`; one is always tried,
   * but in a pause, which asking shortens.
   */
  next(fairChance: number): number {
    this.#fairChance = fairChance;
    if (this.#pause > 0) {
      this.#pause--;
      return 0;
    }
    let length = 1;
    for (let all = this.#chance ** 2; length < LONGEST_DRAFT && all >= fairChance; all *= this.#chance) length++;
    return length;
  }

  /** Of a guess of `drafted` tokens the first `accepted` were right; behind the first wrong one nothing is known. */
  record(drafted: number, accepted: number): void {
    for (let i = 0; i < accepted; i++) this.#learn(1);
    if (accepted < drafted) this.#learn(0);
    if (this.#chance >= this.#fairChance) {
      this.#nextPause = FIRST_PAUSE;
      return;
    }
    this.#pause = this.#nextPause;
    this.#nextPause = Math.min(2 * this.#nextPause, LONGEST_PAUSE);
  }

  #learn(outcome: 0 | 1): void {
    this.#chance += LEARNING_RATE * (outcome - this.#chance);
  }
}
