import { HermesError } from "../errors.ts";
import { type AddedTokenEntry, isTokenId, type TokenizerConfigFile, type TokenizerFile } from "./tokenizer-file.ts";

/** Tags of the Hermes protocol. Where one is an added token it may be made from system and assistant text. */
export const hermesTags: readonly string[] = Object.freeze([
  "<think>",
  "</think>",
  "<tool_call>",
  "</tool_call>",
  "<tool_response>",
  "</tool_response>",
  "<tools>",
  "</tools>",
]);

function checkEntry(entry: Partial<AddedTokenEntry> | null, path: string): void {
  if (!isTokenId(entry?.id) || typeof entry.content !== "string" || entry.content === "") {
    throw new HermesError(
      "file-invalid",
      `${path}: added token ${JSON.stringify(entry)} needs an id >= 0 and a non-empty content.`,
      { path },
    );
  }
  if (entry.single_word === true) {
    const what = `added token ${JSON.stringify(entry.content)} with single_word`;
    throw new HermesError("unsupported", `${path}: ${what} is not supported.`, {
      what,
      supported: ["added tokens that match anywhere"],
    });
  }
}

/**
 * Added tokens by string: those of tokenizer.json, then those that only `added_tokens_decoder` of
 * tokenizer_config.json knows. Where both name a string or an id, tokenizer.json wins.
 */
export function collectAddedTokens(
  file: TokenizerFile,
  config: TokenizerConfigFile,
  path: string,
): Map<string, AddedTokenEntry> {
  const byContent = new Map<string, AddedTokenEntry>();
  const usedIds = new Set<number>();
  for (const entry of file.added_tokens ?? []) {
    checkEntry(entry, path);
    if (byContent.has(entry.content) || usedIds.has(entry.id)) {
      throw new HermesError("file-invalid", `${path}: added token ${entry.content} (id ${entry.id}) appears twice.`, {
        path,
      });
    }
    byContent.set(entry.content, entry);
    usedIds.add(entry.id);
  }
  for (const token in file.model.vocab) usedIds.add(file.model.vocab[token]!);
  for (const [id, fields] of Object.entries(config.added_tokens_decoder ?? {})) {
    const entry = { ...fields, id: Number(id) };
    checkEntry(entry, path);
    const vocabularyId = Object.hasOwn(file.model.vocab, entry.content) ? file.model.vocab[entry.content] : undefined;
    const isFree = vocabularyId === undefined ? !usedIds.has(entry.id) : vocabularyId === entry.id;
    if (isFree && !byContent.has(entry.content)) byContent.set(entry.content, entry);
  }
  return byContent;
}
