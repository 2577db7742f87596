export { hermesTags } from "./added-tokens.ts";
export { byteAlphabet, readSpelledBytes, spellBytes } from "./byte-level.ts";
export type {
  Encoding,
  LoadedTokenizer,
  PromptSegment,
  SegmentSource,
  StreamingDecoder,
  Tokenizer,
  TokenizerSettings,
} from "./contract.ts";
export { createTokenizer } from "./create-tokenizer.ts";
export { bytesOfToken, type FlatTokens } from "./flat-tokens.ts";
export { createPatternSplitter } from "./library.ts";
export { loadTokenizer } from "./load-tokenizer.ts";
export { type SpecialMatch, SpecialMatcher } from "./special-matcher.ts";
export type { AddedTokenEntry, TokenizerConfigFile, TokenizerFile } from "./tokenizer-file.ts";
