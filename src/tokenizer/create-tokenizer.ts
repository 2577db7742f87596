import { collectAddedTokens, hermesTags } from "./added-tokens.ts";
import type { LoadedTokenizer, TokenizerSettings } from "./contract.ts";
import { bytesOfToken, type FlatTokens, joinTokens, readTokens } from "./flat-tokens.ts";
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

/** Bytes of every id as they stand in decoded text, control tokens included; holes in the numbering stay empty. */
function collectTokens(file: TokenizerFile, addedTokens: ReadonlyMap<string, AddedTokenEntry>): FlatTokens {
  const { vocab } = file.model;
  const texts = new Map(Array.from(addedTokens.values(), ({ id, content }) => [id, content]));
  const spellings: (string | undefined)[] = [];
  for (const token in vocab) spellings[vocab[token]!] = token;
  for (const id of texts.keys()) spellings[id] = undefined;
  return readTokens(spellings, texts);
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
  const tokens = collectTokens(file, addedTokens);
  const controlIds = new Set(controlTokens.values());
  const slices = new SliceQueue();

  return {
    vocabularySize: tokens.starts.length - 1,
    controlTokens,
    tagTokens,
    settings: readSettings(configFile),
    idOf: (token) =>
      addedTokens.get(token)?.id ?? (Object.hasOwn(file.model.vocab, token) ? file.model.vocab[token] : undefined),
    encodeSegments: (segments) => finishAtOnce(encoder.encodeSegments(segments)),
    encode: (text) => finishAtOnce(encoder.encode(text)),
    encodeSegmentsInSlices: (segments, mostTokens) => slices.finish(encoder.encodeSegments(segments), mostTokens),
    encodeInSlices: (text, mostTokens) => slices.finish(encoder.encode(text), mostTokens),
    decode: (ids) => createTextDecoder().decode(joinTokens(tokens, ids)),
    createDecoder: () => createStreamingDecoder((id) => bytesOfToken(tokens, id)),
    tokenBytes: (id) => (controlIds.has(id) ? null : bytesOfToken(tokens, id).slice()),
    textBytes: () => tokens,
  };
}
