import type { Tokenizer } from "../../tokenizer/index.ts";

/**
 * Every token that ends an answer, with its text: the ids named by config.json and generation_config.json, and the
 * profile's end-of-turn, end-of-text and header tokens, found by string.
 */
export function collectStopTokens(
  tokenizer: Tokenizer,
  ids: readonly number[],
  names: readonly string[],
): ReadonlyMap<number, string> {
  const stops = new Map<number, string>();
  for (const id of ids) stops.set(id, tokenizer.decode([id]) || `token ${id}`);
  for (const name of names) {
    const id = tokenizer.idOf(name);
    if (id !== undefined) stops.set(id, name);
  }
  return stops;
}
