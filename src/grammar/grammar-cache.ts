import { createHash } from "node:crypto";

/** Grammars kept; each may hold some megabytes of masks and states. */
const MOST_GRAMMARS = 32;

/** Compiled grammars by the content they were made of; the one used longest ago leaves first. */
export class GrammarCache<Grammar> {
  readonly #grammars = new Map<string, Grammar>();

  /** The grammar of `content`, made now if it is not here. What `create` throws is not remembered. */
  get(content: string, create: () => Grammar): Grammar {
    const key = createHash("sha256").update(content).digest("base64");
    const grammar = this.#grammars.get(key) ?? create();
    this.#grammars.delete(key);
    this.#grammars.set(key, grammar);
    for (const oldest of this.#grammars.keys()) {
      if (this.#grammars.size <= MOST_GRAMMARS) break;
      this.#grammars.delete(oldest);
    }
    return grammar;
  }
}
