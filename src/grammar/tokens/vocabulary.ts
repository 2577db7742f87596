import { HermesError } from "../../errors.ts";
import type { Tokenizer } from "../../tokenizer/index.ts";
import type { Vocabulary } from "../contract.ts";
import { flattenTokens, hideTokens, MOST_TOKENS } from "./flat-tokens.ts";
import { IndexedVocabulary } from "./indexed-vocabulary.ts";
import { TokenIndex } from "./token-index.ts";

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
  const hidden = [...tokenizer.controlTokens.values(), ...(tags === "text" ? [] : tokenizer.tagTokens.values())];
  checkSize(size);
  const tokens = hideTokens(tokenizer.textBytes(), hidden, size);
  const source = tags === "text" ? "assistant" : "user";
  return new IndexedVocabulary(tokens, (text) => tokenizer.encodeSegments([{ text, source }]));
}

/** What a vocabulary of tags as text is where tags stand for nothing. Shares nearly all tables with it. */
export function withoutTags(vocabulary: IndexedVocabulary, tokenizer: Tokenizer): IndexedVocabulary {
  const tags = [...tokenizer.tagTokens.values()];
  const tokens = hideTokens(vocabulary.tokens, tags, vocabulary.size);
  const encode = (text: string) => tokenizer.encodeSegments([{ text, source: "user" }]);
  return new IndexedVocabulary(tokens, encode, function* () {
    yield* vocabulary.prepare();
    return vocabulary.index.without(tags, tokens) ?? (yield* TokenIndex.createInSteps(tokens));
  });
}

/** For tokens that do not come from a Tokenizer. Throws usage when `bytes` has not `size` entries, grammar-limit above 2 ** 21 tokens. */
export function indexVocabulary(vocabulary: Vocabulary): IndexedVocabulary {
  if (vocabulary instanceof IndexedVocabulary) return vocabulary;
  const { size, bytes } = vocabulary;
  if (bytes.length !== size) {
    const message = `A vocabulary of ${size} tokens was given the bytes of ${bytes.length}. Give one entry a token, null for control tokens.`;
    throw new HermesError("usage", message, { argument: "bytes" });
  }
  checkSize(size);
  return new IndexedVocabulary(flattenTokens(bytes), (text) => vocabulary.encode(text));
}

function checkSize(size: number): void {
  if (size <= MOST_TOKENS) return;
  const message = `A vocabulary of ${size} tokens is too large. Expected at most ${MOST_TOKENS}.`;
  throw new HermesError("grammar-limit", message, { what: "tokens of a vocabulary", limit: MOST_TOKENS });
}
