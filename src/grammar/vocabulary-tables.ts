import type { Tokenizer } from "../tokenizer/index.ts";
import { GuardTokens } from "./answer/index.ts";
import { createVocabulary, type IndexedVocabulary } from "./tokens/index.ts";

/** The tables of one tokenizer, each made when it is first asked for. */
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
    this.#values ??= createVocabulary(this.#tokenizer);
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
}
