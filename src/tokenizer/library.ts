import * as library from "@huggingface/tokenizers";
import type { TokenizerFile } from "./tokenizer-file.ts";

/**
 * What we use of the library. Its own declarations import each other without file extensions, which Node's module
 * resolution does not follow, so their types would be lost.
 */
interface Library {
  Tokenizer: new (
    file: object,
    config: object,
  ) => { encode(text: string, options: { add_special_tokens: boolean }): { ids: number[] } };
  SplitPreTokenizer: new (config: {
    pattern: { Regex: string };
    behavior: "Isolated";
    invert: false;
  }) => { pre_tokenize_text(text: string): string[] };
}
const { Tokenizer, SplitPreTokenizer } = library as unknown as Library;

/** The library's whole encoding of a tokenizer.json, added tokens included; adds no begin-of-text. */
export function createLibraryEncoder(file: Partial<TokenizerFile>): (text: string) => number[] {
  const tokenizer = new Tokenizer(
    { normalizer: null, pre_tokenizer: null, post_processor: null, decoder: null, added_tokens: [], ...file },
    {},
  );
  return (text) => (text === "" ? [] : tokenizer.encode(text, { add_special_tokens: false }).ids);
}

/** Splits text by a pattern of tokenizer.json (Oniguruma syntax) as encoding does; gaps become pieces too. */
export function createPatternSplitter(pattern: string): (text: string) => string[] {
  const split = new SplitPreTokenizer({ pattern: { Regex: pattern }, behavior: "Isolated", invert: false });
  return (text) => split.pre_tokenize_text(text);
}
