import type { AddedTokenEntry, TokenizerConfigFile, TokenizerFile } from "../../tokenizer/index.ts";
import type { NewAddedToken } from "./special-tokens.ts";

const beginToken = "<|begin_of_text|>";

export interface TokenizerParts {
  readonly splitPattern: string;
  /** Vocabulary in id order, spelt in the byte alphabet. */
  readonly tokens: readonly string[];
  readonly merges: readonly (readonly [string, string])[];
  /** In id order behind the vocabulary. */
  readonly addedTokens: readonly NewAddedToken[];
}

function numberAddedTokens(parts: TokenizerParts): Required<AddedTokenEntry>[] {
  return parts.addedTokens.map(({ content, special }, index) => ({
    id: parts.tokens.length + index,
    content,
    single_word: false,
    lstrip: false,
    rstrip: false,
    normalized: false,
    special,
  }));
}

/** Llama 3.1's post-processor: begin-of-text in front when an encoder is asked for special tokens. */
function buildPostProcessor(beginId: number): object {
  const begin = { SpecialToken: { id: beginToken, type_id: 0 } };
  const sequence = (id: string, typeId: number) => ({ Sequence: { id, type_id: typeId } });
  return {
    type: "TemplateProcessing",
    single: [begin, sequence("A", 0)],
    pair: [begin, sequence("A", 0), { SpecialToken: { id: beginToken, type_id: 1 } }, sequence("B", 1)],
    special_tokens: { [beginToken]: { id: beginToken, ids: [beginId], tokens: [beginToken] } },
  };
}

/** tokenizer.json in the layout of Llama 3.1. */
export function buildTokenizerFile(parts: TokenizerParts): TokenizerFile {
  const addedTokens = numberAddedTokens(parts);
  const byteLevel = { add_prefix_space: false, trim_offsets: true, use_regex: false };
  return {
    version: "1.0",
    truncation: null,
    padding: null,
    added_tokens: addedTokens,
    normalizer: null,
    pre_tokenizer: {
      type: "Sequence",
      pretokenizers: [
        { type: "Split", pattern: { Regex: parts.splitPattern }, behavior: "Isolated", invert: false },
        { type: "ByteLevel", ...byteLevel },
      ],
    },
    post_processor: buildPostProcessor(addedTokens.find(({ content }) => content === beginToken)!.id),
    decoder: { type: "ByteLevel", ...byteLevel },
    model: {
      type: "BPE",
      dropout: null,
      unk_token: null,
      continuing_subword_prefix: null,
      end_of_word_suffix: null,
      fuse_unk: false,
      byte_fallback: false,
      // A piece that is a vocabulary entry needs no merges: this is what makes a phrase one token for one entry.
      ignore_merges: true,
      vocab: Object.fromEntries(parts.tokens.map((token, id) => [token, id])),
      merges: parts.merges,
    },
  };
}

/** tokenizer_config.json. `contextLength` in tokens. */
export function buildTokenizerConfigFile(parts: TokenizerParts, contextLength: number): TokenizerConfigFile {
  const decoder = numberAddedTokens(parts).map(({ id, ...fields }) => [String(id), fields] as const);
  return {
    add_bos_token: true,
    added_tokens_decoder: Object.fromEntries(decoder),
    bos_token: beginToken,
    clean_up_tokenization_spaces: false,
    eos_token: "<|eot_id|>",
    model_input_names: ["input_ids", "attention_mask"],
    model_max_length: contextLength,
    pad_token: "<|end_of_text|>",
    tokenizer_class: "PreTrainedTokenizerFast",
  };
}
