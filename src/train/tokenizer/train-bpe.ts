import { HermesError } from "../../errors.ts";
import {
  createPatternSplitter,
  SpecialMatcher,
  spellBytes,
  type TokenizerConfigFile,
  type TokenizerFile,
} from "../../tokenizer/index.ts";
import { countPreTokens } from "./count-pre-tokens.ts";
import { largestVocabulary, learnMerges } from "./learn-merges.ts";
import { listAddedTokens, namedAddedTokens } from "./special-tokens.ts";
import { buildSplitPattern, listPhrasePieces } from "./split-pattern.ts";
import { buildTokenizerConfigFile, buildTokenizerFile } from "./tokenizer-files.ts";

export interface BpeTrainingOptions {
  /** Rendered training texts; special strings and tags in them are recognised and never learnt. */
  readonly texts: Iterable<string>;
  /** Number of ids in all: bytes, merges, phrases and added tokens. */
  readonly vocabularySize: number;
  /**
   * Fixed sentences. Each piece between special strings becomes one token. A piece is found where the split
   * arrives at its first character, so begin it with a letter or a sign, not with white space that the words
   * before would take.
   */
  readonly phrases?: readonly string[];
  /** Spare `<|reserved_special_token_N|>` at least; more fill the vocabulary when merges run out. Default 8. */
  readonly reservedTokens?: number;
  /** Pairs seen less often are not merged. Default 2. */
  readonly minimumPairCount?: number;
  /** Tokens the model can hold, for `model_max_length`. */
  readonly contextLength: number;
}

export interface TrainedBpe {
  /** tokenizer.json */
  readonly tokenizer: TokenizerFile;
  /** tokenizer_config.json */
  readonly config: TokenizerConfigFile;
  readonly report: {
    readonly uniquePieces: number;
    readonly merges: number;
    /** Vocabulary entries spent on phrase pieces. */
    readonly phraseTokens: number;
    readonly reservedTokens: number;
  };
}

const defaultReservedTokens = 8;
const byteTokens = 256;

function checkSize(vocabularySize: number, fixedTokens: number): void {
  if (Number.isInteger(vocabularySize) && vocabularySize >= fixedTokens && vocabularySize <= largestVocabulary) return;
  throw new HermesError(
    "training-invalid",
    `Vocabulary size ${vocabularySize} does not work: expected a whole number from ${fixedTokens} (bytes, phrases and added tokens) to ${largestVocabulary}.`,
    { what: "vocabularySize" },
  );
}

/**
 * Trains a byte-level BPE tokenizer in Llama 3.1's file layout. The 256 bytes are always in the vocabulary (byte
 * value = id), digits stay single tokens, the result is the same for the same texts in any order.
 * Throws training-invalid.
 */
export function trainBpe(options: BpeTrainingOptions): TrainedBpe {
  const { vocabularySize, reservedTokens = defaultReservedTokens, minimumPairCount = 2 } = options;
  const specials = new SpecialMatcher(namedAddedTokens);
  const phrasePieces = listPhrasePieces(options.phrases ?? [], specials);
  const fixedTokens = phrasePieces.length + namedAddedTokens.length + reservedTokens;
  checkSize(vocabularySize, byteTokens + fixedTokens);

  const splitPattern = buildSplitPattern(phrasePieces);
  const pieces = countPreTokens(options.texts, specials, createPatternSplitter(splitPattern));
  // A phrase has its entry already; its inside would only pull merges away from living text.
  for (const phrase of phrasePieces) pieces.delete(phrase);
  const learnt = learnMerges(pieces, vocabularySize - fixedTokens, minimumPairCount);

  const tokens = [...new Set([...learnt.tokens, ...phrasePieces.map(spellBytes)])];
  const reserved = vocabularySize - tokens.length - namedAddedTokens.length;
  const parts = { splitPattern, tokens, merges: learnt.merges, addedTokens: listAddedTokens(reserved) };
  return {
    tokenizer: buildTokenizerFile(parts),
    config: buildTokenizerConfigFile(parts, options.contextLength),
    report: {
      uniquePieces: pieces.size,
      merges: learnt.merges.length,
      phraseTokens: tokens.length - learnt.tokens.length,
      reservedTokens: reserved,
    },
  };
}
