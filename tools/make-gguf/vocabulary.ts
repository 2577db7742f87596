import { join } from "node:path";
import { type ModelConfig, readJsonFileIfPresent } from "../../src/formats/index.ts";
import type { GgufValue } from "./gguf-values.ts";

type Entry = readonly [key: string, value: GgufValue];

interface TokenizerFile {
  readonly model: { readonly vocab: Readonly<Record<string, number>>; readonly merges: readonly (string | string[])[] };
  readonly added_tokens?: readonly { readonly id: number; readonly content: string; readonly special?: boolean }[];
}

/** Kinds of token (llama_token_type). */
const kinds = { normal: 1, control: 3, userDefined: 4, unused: 5 } as const;

/**
 * The vocabulary of tokenizer.json in `folder`, and the file itself; without one, tokens with made-up names. llama.cpp does
 * not look at the file and splits text into words in the family's way, whatever it says.
 */
export function vocabularyEntries(folder: string, config: ModelConfig): readonly Entry[] {
  const file = readJsonFileIfPresent(join(folder, "tokenizer.json")) as TokenizerFile | null | undefined;
  const names = Array.from({ length: config.vocabularySize }, (_, id) => `<|unused_${id}|>`);
  const types = names.map((): number => kinds.unused);
  for (const [token, id] of Object.entries(file?.model.vocab ?? {})) {
    names[id] = token;
    types[id] = kinds.normal;
  }
  for (const { id, content, special } of file?.added_tokens ?? []) {
    names[id] = content;
    types[id] = special ? kinds.control : kinds.userDefined;
  }
  const merges = (file?.model.merges ?? []).map((merge) => (typeof merge === "string" ? merge : merge.join(" ")));
  const marks: Entry[] = (
    [
      ["tokenizer.ggml.bos_token_id", config.bosTokenId],
      ["tokenizer.ggml.eos_token_id", config.eosTokenIds[0] ?? null],
    ] as const
  ).flatMap(([key, id]) => (id === null ? [] : [[key, { type: "uint32", value: id }] as const]));
  // The rule by which text is split into words has no place among llama.cpp's keys; so the whole file comes along.
  const whole: Entry[] =
    file == null ? [] : [["tokenizer.huggingface.json", { type: "string", value: JSON.stringify(file) }]];
  return [
    ["tokenizer.ggml.model", { type: "string", value: "gpt2" }],
    ["tokenizer.ggml.pre", { type: "string", value: config.modelType === "qwen3" ? "qwen2" : "llama-bpe" }],
    ["tokenizer.ggml.tokens", { type: "strings", value: names }],
    ["tokenizer.ggml.token_type", { type: "int32s", value: types }],
    ["tokenizer.ggml.merges", { type: "strings", value: merges }],
    ...marks,
    ...whole,
  ];
}
