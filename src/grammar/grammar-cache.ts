import { createHash } from "node:crypto";

/** Grammars kept; each may hold some megabytes of masks and states. */
const MOST_GRAMMARS = 32;
/** States of a machine that was walked by so many different answers that it is built anew, long before its limit ends an answer. */
const MOST_STATES = 1 << 17;

/** A grammar that may grow while it is used. */
export interface Growing {
  readonly stateCount: () => number;
}

/** Compiled grammars by the content they were made of; the one used longest ago leaves first. */
export class GrammarCache<Grammar extends Growing> {
  readonly #grammars = new Map<string, Grammar>();

  /** The grammar of `content`, made now if it is not here. What `create` throws is not remembered. */
  get(content: string, create: () => Grammar): Grammar {
    const key = createHash("sha256").update(content).digest("base64");
    const known = this.#grammars.get(key);
    const grammar = known === undefined || known.stateCount() > MOST_STATES ? create() : known;
    this.#grammars.delete(key);
    this.#grammars.set(key, grammar);
    for (const oldest of this.#grammars.keys()) {
      if (this.#grammars.size <= MOST_GRAMMARS) break;
      this.#grammars.delete(oldest);
    }
    return grammar;
  }
}
