import { collectAddedTokens, hermesTags } from "./added-tokens.ts";
import { readSpelledBytes } from "./byte-level.ts";
import type { LoadedTokenizer, TokenizerSettings } from "./contract.ts";
import { finishAtOnce, SliceQueue } from "./in-slices.ts";
import { createPlainEncoder } from "./plain-encoder.ts";
import { SegmentEncoder } from "./segment-encoder.ts";
import { createStreamingDecoder, createTextDecoder } from "./streaming-decoder.ts";
import {
  type AddedTokenEntry,
  parseTokenizerConfigFile,
  parseTokenizerFile,
  type TokenizerConfigFile,
  type TokenizerFile,
} from "./tokenizer-file.ts";

const utf8 = new TextEncoder();
const noBytes = new Uint8Array(0);

/** Bytes of every id as they stand in decoded text, control tokens included; holes in the numbering stay empty. */
function collectTextBytes(file: TokenizerFile, addedTokens: ReadonlyMap<string, AddedTokenEntry>): Uint8Array[] {
  const bytes: Uint8Array[] = [];
  // A vocabulary entry outside the byte alphabet can only be decoded as what it says.
  for (const token in file.model.vocab) bytes[file.model.vocab[token]!] = readSpelledBytes(token) ?? utf8.encode(token);
  for (const { id, content } of addedTokens.values()) bytes[id] = utf8.encode(content);
  return Array.from(bytes, (entry) => entry ?? noBytes);
}

function readSettings(config: TokenizerConfigFile): TokenizerSettings {
  const content = (token: TokenizerConfigFile["bos_token"]) => (typeof token === "string" ? token : token?.content);
  return {
    beginToken: content(config.bos_token),
    endToken: content(config.eos_token),
    padToken: content(config.pad_token),
    addsBeginToken: config.add_bos_token,
    maxLength: config.model_max_length,
  };
}

function concatenate(chunks: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(chunks.reduce((length, chunk) => length + chunk.length, 0));
  let offset = 0;
  for (const chunk of chunks) {
    whole.set(chunk, offset);
    offset += chunk.length;
  }
  return whole;
}

/** Splits the added tokens into control tokens and Hermes tags, by string. */
function sortSpecials(addedTokens: ReadonlyMap<string, AddedTokenEntry>) {
  const ids = [...addedTokens.values()].map(({ content, id }) => [content, id] as const);
  const isTag = (content: string) => hermesTags.includes(content);
  return {
    controlTokens: new Map(ids.filter(([content]) => !isTag(content))),
    tagTokens: new Map(ids.filter(([content]) => isTag(content))),
  };
}

/**
 * Creates a tokenizer from a parsed tokenizer.json and, optionally, a parsed tokenizer_config.json.
 * `path` is what errors name. Every added token that is not a Hermes tag counts as a control token.
 * Throws file-invalid for broken content, unsupported for anything but byte-level BPE.
 */
export function createTokenizer(json: unknown, config: unknown = {}, path = "tokenizer.json"): LoadedTokenizer {
  const file = parseTokenizerFile(json, path);
  const configFile = parseTokenizerConfigFile(config, "tokenizer_config.json");
  const addedTokens = collectAddedTokens(file, configFile, path);
  const { controlTokens, tagTokens } = sortSpecials(addedTokens);
  const encodePlain = createPlainEncoder(file, new Set(addedTokens.keys()), path);
  const encoder = new SegmentEncoder(encodePlain, addedTokens, tagTokens.keys());
  const table = collectTextBytes(file, addedTokens);
  const controlIds = new Set(controlTokens.values());
  const slices = new SliceQueue();
  const textBytes = (id: number) => table[id] ?? noBytes;

  return {
    vocabularySize: table.length,
    controlTokens,
    tagTokens,
    settings: readSettings(configFile),
    idOf: (token) =>
      addedTokens.get(token)?.id ?? (Object.hasOwn(file.model.vocab, token) ? file.model.vocab[token] : undefined),
    encodeSegments: (segments) => finishAtOnce(encoder.encodeSegments(segments)),
    encode: (text) => finishAtOnce(encoder.encode(text)),
    encodeSegmentsInSlices: (segments, mostTokens) => slices.finish(encoder.encodeSegments(segments), mostTokens),
    encodeInSlices: (text, mostTokens) => slices.finish(encoder.encode(text), mostTokens),
    decode: (ids) => createTextDecoder().decode(concatenate(ids.map(textBytes))),
    createDecoder: () => createStreamingDecoder(textBytes),
    tokenBytes: (id) => (controlIds.has(id) ? null : textBytes(id).slice()),
  };
}
