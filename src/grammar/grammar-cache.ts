import { createHash } from "node:crypto";

/** Grammars kept; each may hold some megabytes of masks and states. */
const MOST_GRAMMARS = 32;

/** Compiled grammars by the content they were made of; the one used longest ago leaves first. */
export class GrammarCache<Grammar> {
  readonly #grammars = new Map<string, Grammar>();

  /** What a grammar of `content` is kept by. */
  keyOf(content: string): string {
    return createHash("sha256").update(content).digest("base64");
  }

  find(key: string): Grammar | undefined {
    const grammar = this.#grammars.get(key);
    if (grammar !== undefined) this.keep(key, grammar);
    return grammar;
  }

  keep(key: string, grammar: Grammar): void {
    this.#grammars.delete(key);
    this.#grammars.set(key, grammar);
    for (const oldest of this.#grammars.keys()) {
      if (this.#grammars.size <= MOST_GRAMMARS) break;
      this.#grammars.delete(oldest);
    }
  }
}
