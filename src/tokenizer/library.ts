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
  ) => {
    encode(text: string, options: { add_special_tokens: boolean }): { ids: number[] };
    readonly normalizer: ((text: string) => string) | null;
    readonly pre_tokenizer: { pre_tokenize_text(text: string | string[]): string[] };
  };
  SplitPreTokenizer: new (config: {
    pattern: { Regex: string };
    behavior: "Isolated";
    invert: false;
  }) => { pre_tokenize_text(text: string): string[] };
}
const { Tokenizer, SplitPreTokenizer } = library as unknown as Library;

const empty = { normalizer: null, pre_tokenizer: null, post_processor: null, decoder: null, added_tokens: [] };

/** The library's whole encoding of a tokenizer.json, added tokens included; adds no begin-of-text. */
export function createLibraryEncoder(file: Partial<TokenizerFile>): (text: string) => number[] {
  const tokenizer = new Tokenizer({ ...empty, ...file }, {});
  return (text) => (text === "" ? [] : tokenizer.encode(text, { add_special_tokens: false }).ids);
}

/** The library's normalizer and pre-tokenizer of a tokenizer.json. */
export function createLibrarySteps({ normalizer = null, pre_tokenizer = null }: Partial<TokenizerFile>) {
  const tokenizer = new Tokenizer(
    { ...empty, normalizer, pre_tokenizer, model: { type: "BPE", vocab: {}, merges: [] } },
    {},
  );
  return {
    normalize: (text: string) => tokenizer.normalizer?.(text) ?? text,
    /** Pieces, spelled in the byte alphabet. */
    split: (text: string) => tokenizer.pre_tokenizer.pre_tokenize_text(text),
  };
}

/** Splits text by a pattern of tokenizer.json (Oniguruma syntax) as encoding does; gaps become pieces too. */
export function createPatternSplitter(pattern: string): (text: string) => string[] {
  const split = new SplitPreTokenizer({ pattern: { Regex: pattern }, behavior: "Isolated", invert: false });
  return (text) => split.pre_tokenize_text(text);
}
