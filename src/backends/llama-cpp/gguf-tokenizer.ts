import { HermesError } from "../../errors.ts";
import type { GgufToken, GgufVocabulary } from "../../formats/index.ts";
import { createTokenizer, type LoadedTokenizer, type TokenizerFile } from "../../tokenizer/index.ts";

/** How text is made ready for byte-pair encoding, as the publisher's tokenizer.json says. */
interface SplitRule {
  readonly pattern: string;
  readonly normalizer: object | null;
  /** A word that is a token needs no merges. */
  readonly wholeWordsFirst: boolean;
}

/** Both families' pattern but for the digits. */
const pattern = (digits: string) =>
  `(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|${digits}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+`;

const llama3: SplitRule = { pattern: pattern("\\p{N}{1,3}"), normalizer: null, wholeWordsFirst: true };
const qwen: SplitRule = { pattern: pattern("\\p{N}"), normalizer: { type: "NFC" }, wholeWordsFirst: false };

/** By llama.cpp's names (`tokenizer.ggml.pre`). */
const splitRules: ReadonlyMap<string, SplitRule> = new Map([
  ["llama-bpe", llama3],
  ["llama3", llama3],
  ["llama-v3", llama3],
  ["qwen2", qwen],
]);

/**
 * Our tokenizer, made from a GGUF file. llama.cpp's own is of no use to us: it takes tags such as <think> for tokens in any
 * text, also where special strings are switched off, so that a caller could forge them.
 * @throws HermesError "unsupported" for an unknown way of splitting text, "file-invalid".
 */
export function createGgufTokenizer(vocabulary: GgufVocabulary, path: string): LoadedTokenizer {
  const end = vocabulary.endTokenIds[0];
  const config = end === undefined ? {} : { eos_token: vocabulary.tokens[end]!.text };
  const file = vocabulary.tokenizerJson === null ? rebuild(vocabulary, path) : parse(vocabulary.tokenizerJson, path);
  const tokenizer = createTokenizer(file, config, path);
  const odd = vocabulary.tokens.findIndex(({ text, kind }, id) => kind !== "unused" && tokenizer.idOf(text) !== id);
  if (odd < 0) return tokenizer;
  const found = `token ${odd} is ${JSON.stringify(vocabulary.tokens[odd]!.text)}, which has id ${tokenizer.idOf(vocabulary.tokens[odd]!.text)}`;
  const message = `${path}: the vocabulary contradicts itself: ${found} in the tokenizer. Convert the model again.`;
  throw new HermesError("file-invalid", message, { path });
}

function parse(json: string, path: string): unknown {
  try {
    return JSON.parse(json);
  } catch (cause) {
    const message = `${path}: tokenizer.huggingface.json is not JSON (${(cause as Error).message}). Convert the model again.`;
    throw new HermesError("file-invalid", message, { path }, { cause });
  }
}

/** A tokenizer.json as the publisher's, as far as encoding goes. */
function rebuild({ tokens, merges, split }: GgufVocabulary, path: string): TokenizerFile {
  const rule = splitRules.get(split ?? "");
  if (rule === undefined) {
    const what = `the text splitting ${JSON.stringify(split)} (tokenizer.ggml.pre)`;
    const supported = [...splitRules.keys()];
    const message = `${path}: ${what} is not supported, expected ${supported.join(", ")}. Take a file of a current converter.`;
    throw new HermesError("unsupported", message, { what, supported });
  }
  const numbered = tokens.map((token, id) => ({ ...token, id }));
  const isAdded = ({ kind }: GgufToken) => kind === "control" || kind === "user-defined";
  const splitter = { type: "Split", pattern: { Regex: rule.pattern }, behavior: "Isolated", invert: false };
  const byteLevel = { type: "ByteLevel", add_prefix_space: false, trim_offsets: true, use_regex: false };
  return {
    added_tokens: numbered.filter(isAdded).map(({ id, text, kind }) => ({
      id,
      content: text,
      special: kind === "control",
      normalized: false,
    })),
    normalizer: rule.normalizer,
    pre_tokenizer: { type: "Sequence", pretokenizers: [splitter, byteLevel] },
    decoder: byteLevel,
    model: {
      type: "BPE",
      vocab: Object.fromEntries(numbered.filter(({ kind }) => kind === "normal").map(({ text, id }) => [text, id])),
      merges,
      ignore_merges: rule.wholeWordsFirst,
    },
  };
}
