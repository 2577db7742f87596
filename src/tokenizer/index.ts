export { hermesTags } from "./added-tokens.ts";
export { byteAlphabet, readSpelledBytes, spellBytes } from "./byte-level.ts";
export type {
  LoadedTokenizer,
  PromptSegment,
  SegmentSource,
  StreamingDecoder,
  Tokenizer,
  TokenizerSettings,
} from "./contract.ts";
export { createTokenizer } from "./create-tokenizer.ts";
export { loadTokenizer } from "./load-tokenizer.ts";
export type { AddedTokenEntry, TokenizerConfigFile, TokenizerFile } from "./tokenizer-file.ts";
