import { HermesError } from "../errors.ts";
import { byteAlphabet } from "./byte-level.ts";

/** A token outside the BPE vocabulary, as it stands in `added_tokens` of tokenizer.json. */
export interface AddedTokenEntry {
  readonly id: number;
  readonly content: string;
  readonly special?: boolean;
  readonly normalized?: boolean;
  /** Swallow white space before (after) the token; false in every Hermes tokenizer. */
  readonly lstrip?: boolean;
  readonly rstrip?: boolean;
  readonly single_word?: boolean;
}

/** The parts of tokenizer.json that we read; the rest is the library's. */
export interface TokenizerFile {
  readonly version?: string;
  readonly added_tokens?: readonly AddedTokenEntry[] | null;
  readonly normalizer?: object | null;
  readonly pre_tokenizer?: object | null;
  readonly post_processor?: object | null;
  readonly decoder?: object | null;
  readonly model: {
    readonly type?: string;
    readonly vocab: Readonly<Record<string, number>>;
    /** Two spellings: "a b" (old) or ["a", "b"]. */
    readonly merges: readonly string[] | readonly (readonly [string, string])[];
    readonly [key: string]: unknown;
  };
  readonly [key: string]: unknown;
}

/** The parts of tokenizer_config.json that we read. */
export interface TokenizerConfigFile {
  readonly bos_token?: string | { readonly content: string } | null;
  readonly eos_token?: string | { readonly content: string } | null;
  readonly pad_token?: string | { readonly content: string } | null;
  readonly add_bos_token?: boolean;
  readonly model_max_length?: number;
  readonly added_tokens_decoder?: Readonly<Record<string, Omit<AddedTokenEntry, "id">>>;
  readonly [key: string]: unknown;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function invalid(path: string, message: string): HermesError<"file-invalid"> {
  return new HermesError("file-invalid", `${path}: ${message}. Take the file again from the publisher.`, { path });
}

/** The decoder is ByteLevel, or a sequence that holds it. */
function hasByteLevelDecoder(decoder: unknown): boolean {
  if (!isObject(decoder)) return false;
  if (decoder.type === "ByteLevel") return true;
  return decoder.type === "Sequence" && Array.isArray(decoder.decoders) && decoder.decoders.some(hasByteLevelDecoder);
}

/** Ids index tables and embedding rows; far above any real vocabulary (Hermes 4: 155,136). */
const largestId = 0xff_ffff;

export function isTokenId(id: unknown): id is number {
  return Number.isInteger(id) && (id as number) >= 0 && (id as number) <= largestId;
}

function checkVocabulary(model: Record<string, unknown>, path: string): void {
  if (!isObject(model.vocab)) throw invalid(path, "model.vocab is missing, expected an object of token to id");
  for (const token in model.vocab) {
    if (!isTokenId(model.vocab[token])) throw invalid(path, `vocabulary entry ${token} has no valid id`);
  }
  // Without its byte a character would silently vanish in encoding.
  const missing = byteAlphabet.findIndex((character) => !Object.hasOwn(model.vocab as object, character));
  if (missing !== -1) throw invalid(path, `byte ${missing} is missing from the vocabulary, expected all 256`);
  if (!Array.isArray(model.merges)) throw invalid(path, "model.merges is missing, expected a list of pairs");
  for (const merge of model.merges) {
    const parts: unknown = typeof merge === "string" ? merge.split(" ") : merge;
    const isPair = Array.isArray(parts) && parts.length === 2 && parts.every((part) => typeof part === "string");
    if (!isPair) throw invalid(path, `merge ${JSON.stringify(merge)} is not a pair of tokens`);
  }
}

/**
 * Checks a parsed tokenizer.json. `path` is named in errors.
 * Throws file-invalid for a broken structure, unsupported for anything but byte-level BPE.
 */
export function parseTokenizerFile(json: unknown, path: string): TokenizerFile {
  if (!isObject(json) || !isObject(json.model)) throw invalid(path, "no `model` object, expected a tokenizer.json");
  const type = json.model.type ?? "BPE";
  if (type !== "BPE" || !hasByteLevelDecoder(json.decoder)) {
    const what = `tokenizer of model type ${JSON.stringify(type)} with decoder ${JSON.stringify(isObject(json.decoder) ? json.decoder.type : json.decoder)}`;
    const supported = ["BPE with a ByteLevel decoder"];
    throw new HermesError("unsupported", `${path}: a ${what} is not supported, expected ${supported[0]}.`, {
      what,
      supported,
    });
  }
  checkVocabulary(json.model, path);
  if (json.added_tokens != null && !Array.isArray(json.added_tokens)) throw invalid(path, "added_tokens is not a list");
  return json as unknown as TokenizerFile;
}

/** Checks a parsed tokenizer_config.json. Throws file-invalid. */
export function parseTokenizerConfigFile(json: unknown, path: string): TokenizerConfigFile {
  if (!isObject(json)) throw invalid(path, "expected a JSON object");
  if (json.added_tokens_decoder !== undefined && !isObject(json.added_tokens_decoder)) {
    throw invalid(path, "added_tokens_decoder is not an object of id to token");
  }
  return json as TokenizerConfigFile;
}
