import { HermesError } from "../../errors.ts";
import { quoteName } from "../quote-name.ts";
import type { GgufFields } from "./gguf-fields.ts";
import type { GgufHead } from "./read-gguf-head.ts";

/** What a token is (llama_token_type); only these play a part in byte-level vocabularies. */
export type GgufTokenKind = "normal" | "control" | "user-defined" | "unused";

export interface GgufToken {
  /** A control or user-defined token as it reads; a normal one spelled in the byte alphabet. */
  readonly text: string;
  readonly kind: GgufTokenKind;
}

/** The vocabulary of a GGUF file. */
export interface GgufVocabulary {
  /** By id. */
  readonly tokens: readonly GgufToken[];
  /** "a b", most frequent first. */
  readonly merges: readonly string[];
  /** llama.cpp's name for how text is split into words; null where the file is silent. */
  readonly split: string | null;
  /** The whole tokenizer.json, where the file brings it. */
  readonly tokenizerJson: string | null;
  /** Tokens that end an answer, by the file's own word. */
  readonly endTokenIds: readonly number[];
}

const kinds: Readonly<Record<number, GgufTokenKind>> = {
  1: "normal",
  // Unknown: what stands for no token at all; nobody may write it.
  2: "control",
  3: "control",
  4: "user-defined",
  5: "unused",
  // A byte of its own, spelled like the others in byte-level vocabularies.
  6: "normal",
};

const key = (name: string) => `tokenizer.ggml.${name}`;

/** End of text, of a turn, and of a message that expects a tool's answer. */
const endKeys = ["eos_token_id", "eot_token_id", "eom_token_id"].map(key);

/** Throws HermesError "config-invalid", "file-invalid" or, for anything but byte-level BPE, "unsupported". */
export function readVocabulary({ path }: GgufHead, fields: GgufFields): GgufVocabulary {
  const model = fields.required(key("model"), fields.optionalText(key("model")));
  if (model !== "gpt2") {
    const what = `a vocabulary of model ${quoteName(model)}`;
    const supported = ["gpt2 (byte-level BPE)"];
    const message = `${path}: ${what} is not supported, expected ${supported[0]}, which all Hermes 4 models have.`;
    throw new HermesError("unsupported", message, { what, supported });
  }
  const tokens = readTokens(path, fields);
  const endTokenIds = endKeys.flatMap((name) => fields.optionalWhole(name) ?? []);
  const stranger = endTokenIds.find((id) => id >= tokens.length);
  if (stranger !== undefined) {
    const message = `${path}: the file ends answers with token ${stranger}, but has ${tokens.length}. Convert the model again.`;
    throw new HermesError("file-invalid", message, { path });
  }
  return {
    tokens,
    merges: fields.optionalTexts(key("merges")) ?? [],
    split: fields.optionalText(key("pre")),
    tokenizerJson: fields.optionalText("tokenizer.huggingface.json"),
    endTokenIds: [...new Set(endTokenIds)],
  };
}

function readTokens(path: string, fields: GgufFields): readonly GgufToken[] {
  const texts = fields.required(key("tokens"), fields.optionalTexts(key("tokens")));
  const types = fields.required(key("token_type"), fields.optionalNumbers(key("token_type")));
  if (types.length !== texts.length) {
    const message = `${path}: ${texts.length} tokens, but ${types.length} token types. Convert the model again.`;
    throw new HermesError("file-invalid", message, { path });
  }
  return texts.map((text, id) => {
    const kind = kinds[types[id]!];
    if (kind !== undefined) return { text, kind };
    const message = `${path}: token ${id} is of unknown type ${types[id]}. Convert the model again.`;
    throw new HermesError("file-invalid", message, { path });
  });
}
