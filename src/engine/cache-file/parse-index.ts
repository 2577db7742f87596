import { isToken } from "../sequence.ts";
import type { CacheFileBlock, CacheForm } from "./layout.ts";

/**
 * Reads the index of a cache file with `count` blocks. Gives its blocks, or says in words what is wrong with it: nothing in a
 * file is trusted, a digest proves only that nothing was changed by accident.
 */
export function parseIndex(json: string, count: number, form: CacheForm): readonly CacheFileBlock[] | string {
  const index = parseObject(json);
  if (index === null) return "its index is no JSON object";
  if (index.fingerprint !== form.fingerprint) {
    return "it was written by another model, or with another arithmetic or cache form";
  }
  const blocks = index.blocks;
  if (!Array.isArray(blocks) || blocks.length !== count) return `its index does not list the ${count} blocks it has`;
  const wrong = blocks.findIndex((block, place) => !isBlock(block, place, form));
  return wrong < 0 ? blocks : `block ${wrong} of its index is malformed`;
}

function isBlock(value: unknown, place: number, { blockTokens, vocabularySize }: CacheForm): value is CacheFileBlock {
  if (typeof value !== "object" || value === null) return false;
  const { parent, tokens } = value as { parent?: unknown; tokens?: unknown };
  const parentFits = Number.isInteger(parent) && (parent as number) >= -1 && (parent as number) < place;
  if (!parentFits || !Array.isArray(tokens) || tokens.length !== blockTokens) return false;
  return tokens.every((token) => typeof token === "number" && isToken(token, vocabularySize));
}

function parseObject(json: string): { fingerprint?: unknown; blocks?: unknown } | null {
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === "object" && value !== null ? value : null;
  } catch {
    return null;
  }
}
