import { bytesOfToken, type FlatTokens } from "../../tokenizer/index.ts";
import type { Vocabulary } from "../contract.ts";
import { finishAtOnce, type Steps } from "./steps.ts";
import { TokenIndex } from "./token-index.ts";

/** A vocabulary with what masks need of it. What it has of Vocabulary is its own, so that spreading it copies a Vocabulary. */
export class IndexedVocabulary implements Vocabulary {
  readonly size: number;
  /** Made when it is first asked for, some 25 MB for 128,256 tokens; `bytesOf` gives those of one token. */
  declare readonly bytes: Vocabulary["bytes"];
  readonly encode: Vocabulary["encode"];
  readonly tokens: FlatTokens;
  readonly #createIndex: () => Steps<TokenIndex>;
  #index: TokenIndex | null = null;

  constructor(
    tokens: FlatTokens,
    encode: Vocabulary["encode"],
    createIndex: () => Steps<TokenIndex> = () => TokenIndex.createInSteps(tokens),
  ) {
    this.size = tokens.starts.length - 1;
    this.encode = encode;
    this.tokens = tokens;
    this.#createIndex = createIndex;
    let bytes: Vocabulary["bytes"] | null = null;
    Object.defineProperty(this, "bytes", {
      enumerable: true,
      get: () => {
        bytes ??= Array.from({ length: this.size }, (_, token) => this.bytesOf(token));
        return bytes;
      },
    });
  }

  /** Bytes of a token, shared; null for those that never stand for text, and for an id without a token. */
  bytesOf(token: number): Uint8Array | null {
    const bytes = bytesOfToken(this.tokens, token);
    return bytes.length === 0 ? null : bytes;
  }

  /** Built when it is first asked for, which takes about a hundred milliseconds for 128,256 tokens: keep it. */
  get index(): TokenIndex {
    this.#index ??= finishAtOnce(this.#createIndex());
    return this.#index;
  }

  /** Builds the index in steps. */
  *prepare(): Steps<void> {
    const created = this.#index ?? (yield* this.#createIndex());
    this.#index ??= created;
  }
}
