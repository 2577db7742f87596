/** Work of one byte, or of compiling, in parts of formulas looked at; behind that answers are yes. Some tens of milliseconds. */
const MAX_WORK = 40_000;
/** Work of all bytes; behind that each has only what a plain schema needs. */
const MAX_ALL_WORK = 4_000_000;
const LITTLE_WORK = 2000;

/** Questions inside questions, each of them some frames on the call stack. */
const MAX_DEPTH = 400;

/**
 * Answers questions that lead to each other, in circles too, by the least fixpoint: a question that is met again while it is being answered
 * counts as no. A no that rests on such an assumption is not remembered, unless the assumption was about the question itself.
 */
export class ProofSearch {
  private readonly known = new Map<string, boolean>();
  private readonly open = new Map<string, number>();
  /** The outermost open question whose no was assumed since the question at hand began. */
  private outermost = Number.POSITIVE_INFINITY;
  private done = 0;
  private left = MAX_WORK;

  /** At each byte. */
  renew(): void {
    this.left = this.done < MAX_ALL_WORK ? MAX_WORK : LITTLE_WORK;
  }

  /** Counts work; false when it is too much. */
  work(amount: number): boolean {
    this.done += amount;
    this.left -= amount;
    return this.left >= 0;
  }

  prove(question: string, attempt: () => boolean): boolean {
    const known = this.known.get(question);
    if (known !== undefined) return known;
    const openAt = this.open.get(question);
    if (openAt !== undefined) {
      this.outermost = Math.min(this.outermost, openAt);
      return false;
    }
    const depth = this.open.size;
    if (!this.work(1) || depth > MAX_DEPTH) return true;
    const before = this.outermost;
    this.outermost = Number.POSITIVE_INFINITY;
    this.open.set(question, depth);
    let answer: boolean;
    try {
      answer = attempt();
    } finally {
      this.open.delete(question);
    }
    if (answer || this.outermost >= depth) this.known.set(question, answer);
    this.outermost = Math.min(before, answer || this.outermost >= depth ? Number.POSITIVE_INFINITY : this.outermost);
    return answer;
  }
}
