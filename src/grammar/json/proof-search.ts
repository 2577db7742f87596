/** Steps of one search, in sum over everything it asks; behind that the answer is yes. */
const MAX_STEPS = 20_000;
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
  private steps = 0;

  prove(question: string, attempt: () => boolean): boolean {
    const known = this.known.get(question);
    if (known !== undefined) return known;
    const openAt = this.open.get(question);
    if (openAt !== undefined) {
      this.outermost = Math.min(this.outermost, openAt);
      return false;
    }
    const depth = this.open.size;
    if (depth === 0) this.steps = 0;
    if (++this.steps > MAX_STEPS || depth > MAX_DEPTH) return true;
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
