import { HermesError } from "../../errors.ts";
import type { SpecialMatcher } from "../../tokenizer/index.ts";

/**
 * Llama 3's split pattern (meta-llama/llama3, tokenizer.py) with one digit a piece instead of up to three. No
 * other alternative takes a digit, so digits never merge with anything. Its `(?i:'s|…)` is spelt out, since engines
 * disagree on whether U+017F (long s) is an s there.
 */
const wordPattern = [
  "'(?:[sStTmMdD]|[rR][eE]|[vV][eE]|[lL][lL])",
  "[^\\r\\n\\p{L}\\p{N}]?\\p{L}+",
  "\\p{N}",
  " ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*",
  "\\s*[\\r\\n]+",
  "\\s+(?!\\S)",
  "\\s+",
].join("|");

/** Runs of text between special strings, empty ones left out. */
export function cutAtSpecials(text: string, specials: SpecialMatcher): string[] {
  const runs: string[] = [];
  let done = 0;
  for (const { start, special } of specials.findAll(text)) {
    if (start > done) runs.push(text.slice(done, start));
    done = start + special.length;
  }
  if (done < text.length) runs.push(text.slice(done));
  return runs;
}

/**
 * The pieces of fixed sentences that become one token each: what stands between special strings, two characters
 * at least, longest first so that a sentence wins over its own beginning.
 * Throws training-invalid for a phrase with a digit, which would break the rule that digits stay alone.
 */
export function listPhrasePieces(phrases: readonly string[], specials: SpecialMatcher): string[] {
  const withDigit = phrases.find((phrase) => /\p{N}/u.test(phrase));
  if (withDigit !== undefined) {
    const message = `Phrase ${JSON.stringify(withDigit)} holds a digit, but digits must stay single tokens. Split the phrase around it.`;
    throw new HermesError("training-invalid", message, { what: "phrases" });
  }
  const pieces = phrases.flatMap((phrase) => cutAtSpecials(phrase, specials)).filter((piece) => piece.length > 1);
  return [...new Set(pieces)].sort((a, b) => b.length - a.length || (a < b ? -1 : 1));
}

/** Escapes the characters that have a meaning in both Oniguruma and JavaScript patterns. */
function escapePattern(text: string): string {
  return text
    .replace(/[\\^$.*+?()[\]{}|]/g, "\\$&")
    .replaceAll("\n", "\\n")
    .replaceAll("\r", "\\r")
    .replaceAll("\t", "\\t");
}

/** The whole split pattern: phrase pieces first, then words. */
export function buildSplitPattern(phrasePieces: readonly string[]): string {
  return [...phrasePieces.map(escapePattern), wordPattern].join("|");
}
