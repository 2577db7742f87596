import { HermesError } from "../../errors.ts";
import type { Tokenizer } from "../../tokenizer/index.ts";
import type { Vocabulary } from "../contract.ts";
import { MOST_TOKENS } from "./flat-tokens.ts";
import { finishAtOnce, type Steps } from "./steps.ts";
import { TokenIndex } from "./token-index.ts";

/** A vocabulary with what masks need of it. */
export interface IndexedVocabulary extends Vocabulary {
  /** Built when it is first asked for, which takes about a hundred milliseconds for 128,256 tokens: keep it. */
  readonly index: TokenIndex;
  /** Builds it in steps. */
  prepare(): Steps<void>;
}

export interface VocabularyOptions {
  /** Rows of the logits, where the model has more than the tokenizer has tokens. */
  readonly size?: number;
  /**
   * What Hermes tags that are single tokens (`<think>`, `<tool_call>`) stand for. "nothing", the default: no grammar allows them, and a
   * string that holds `<think>` is spelled with ordinary tokens, as in the user's text. "text": they match by their text, for grammars in
   * which the tags themselves stand. Control tokens never match.
   */
  readonly tags?: "nothing" | "text";
}

/**
 * The vocabulary of a tokenizer. Control tokens, rows without a token and, unless asked for, Hermes tags stand for nothing; `encode` makes
 * none of them. Throws usage when `size` is less than the tokenizer has tokens.
 */
export function createVocabulary(tokenizer: Tokenizer, options: VocabularyOptions = {}): IndexedVocabulary {
  const { size = tokenizer.vocabularySize, tags = "nothing" } = options;
  if (!Number.isSafeInteger(size) || size < tokenizer.vocabularySize) {
    const message = `A vocabulary of ${size} rows cannot hold the tokenizer's ${tokenizer.vocabularySize} tokens. Give the rows of the logits.`;
    throw new HermesError("usage", message, { argument: "size" });
  }
  const hidden = new Set(tags === "text" ? [] : tokenizer.tagTokens.values());
  const bytes = Array.from({ length: size }, (_, token) => {
    const own = token < tokenizer.vocabularySize && !hidden.has(token) ? tokenizer.tokenBytes(token) : null;
    return own === null || own.length === 0 ? null : own;
  });
  const source = tags === "text" ? "assistant" : "user";
  return indexVocabulary({ size, bytes, encode: (text) => tokenizer.encodeSegments([{ text, source }]) });
}

/** What a vocabulary of tags as text is where tags stand for nothing. Shares nearly all tables with it. */
export function withoutTags(vocabulary: IndexedVocabulary, tokenizer: Tokenizer): IndexedVocabulary {
  const tags = [...tokenizer.tagTokens.values()];
  const bytes = [...vocabulary.bytes];
  for (const token of tags) bytes[token] = null;
  const encode = (text: string) => tokenizer.encodeSegments([{ text, source: "user" }]);
  return indexVocabulary({ size: vocabulary.size, bytes, encode }, function* () {
    yield* vocabulary.prepare();
    return vocabulary.index.without(tags) ?? (yield* TokenIndex.createInSteps(bytes));
  });
}

/** For tokens that do not come from a Tokenizer. Throws usage when `bytes` has not `size` entries, grammar-limit above 2 ** 21 tokens. */
export function indexVocabulary(
  vocabulary: Vocabulary,
  createIndex: () => Steps<TokenIndex> = () => TokenIndex.createInSteps(vocabulary.bytes),
): IndexedVocabulary {
  const { size, bytes } = vocabulary;
  if (bytes.length !== size) {
    const message = `A vocabulary of ${size} tokens was given the bytes of ${bytes.length}. Give one entry a token, null for control tokens.`;
    throw new HermesError("usage", message, { argument: "bytes" });
  }
  if (size > MOST_TOKENS) {
    const message = `A vocabulary of ${size} tokens is too large. Expected at most ${MOST_TOKENS}.`;
    throw new HermesError("grammar-limit", message, { what: "tokens of a vocabulary", limit: MOST_TOKENS });
  }
  let index: TokenIndex | null = null;
  return {
    size,
    bytes,
    encode: (text) => vocabulary.encode(text),
    get index() {
      index ??= finishAtOnce(createIndex());
      return index;
    },
    *prepare() {
      const created = index ?? (yield* createIndex());
      index ??= created;
    },
  };
}
