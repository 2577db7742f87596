/** For tests: what a model says that says a fixed text, whatever it is asked. */
export class Recital {
  /** The last token is said again and again. */
  readonly #script: readonly number[];
  #said = 0;
  /** Tokens computed since the last one was said. */
  #heard: number[] = [];

  constructor(script: readonly number[]) {
    this.#script = script;
  }

  /** Tokens of a step of the model. */
  hear(tokens: Iterable<number>): void {
    this.#heard.push(...tokens);
  }

  /** The next token. What was forced behind the last one in the very words of the script is not said again. */
  say(): number {
    const forced = this.#said === 0 ? [] : this.#heard.slice(1);
    this.#heard = [];
    if (forced.every((token, index) => token === this.#script[this.#said + index])) this.#said += forced.length;
    return this.#script[Math.min(this.#said++, this.#script.length - 1)]!;
  }
}
