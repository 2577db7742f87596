import { setImmediate } from "node:timers/promises";
import type { Tokenizer } from "../tokenizer/index.ts";
import { GuardTokens } from "./answer/index.ts";
import { createVocabulary, type IndexedVocabulary, type Steps, withoutTags } from "./tokens/index.ts";

/** The tables of one tokenizer, each made when it is first asked for: some 150 ms for 128,256 tokens. */
export class VocabularyTables {
  readonly #tokenizer: Tokenizer;
  #values: IndexedVocabulary | null = null;
  #tags: IndexedVocabulary | null = null;
  #guard: GuardTokens | null = null;

  constructor(tokenizer: Tokenizer) {
    this.#tokenizer = tokenizer;
  }

  /** Tags match no text: for values, in which a tag is spelled as in the user's text. */
  get values(): IndexedVocabulary {
    this.#values ??= withoutTags(this.tags, this.#tokenizer);
    return this.#values;
  }

  /** Tags match by their text: for thoughts and calls. */
  get tags(): IndexedVocabulary {
    this.#tags ??= createVocabulary(this.#tokenizer, { tags: "text" });
    return this.#tags;
  }

  get guard(): GuardTokens {
    this.#guard ??= new GuardTokens(this.tags);
    return this.#guard;
  }

  /**
   * Makes all of them; between two steps the thread serves others. Who asks for one meanwhile gets it at once. A process that has nothing
   * else to do may end before.
   */
  async prepare(): Promise<void> {
    for (const _step of this.#steps()) await setImmediate(undefined, { ref: false });
  }

  *#steps(): Steps<void> {
    const { tags } = this;
    yield;
    yield* tags.prepare();
    yield;
    yield* this.values.prepare();
    yield;
    this.guard;
  }
}
