/**
 * The rules of IFEval are Python's. What Python's `\s`, `\w`, `^` and `$` mean for text differs from JavaScript's, and its patterns
 * run over a model's text, so the sources below are written to take linear time.
 */

/** `\s`: with the separators U+001C to U+001F and U+0085, without U+FEFF. For a character class. */
export const SPACE = "\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000";
/** `\s` without the line break. */
export const SPACE_IN_LINE = SPACE.replace("\\t-\\r", "\\t\\v\\f\\r");
/** `\w`: letters, numbers of every kind, underscore; no combining marks. */
export const WORD = "\\p{L}\\p{N}_";
/** `^` and `$` of a line: only U+000A ends one. */
export const LINE_START = "(?<![^\\n])";

const WORD_PATTERN = new RegExp(`[${WORD}]+`, "gu");
const NO_SPACE_PATTERN = new RegExp(`[^${SPACE}]+`, "gu");
const SPACE_ONLY = new RegExp(`^[${SPACE}]$`, "u");

export function countWords(text: string): number {
  return countMatches(text, WORD_PATTERN);
}

export function countMatches(text: string, pattern: RegExp): number {
  let count = 0;
  for (const _ of text.matchAll(pattern)) count++;
  return count;
}

/** `text.split()`. */
export function splitAtSpace(text: string): string[] {
  return text.match(NO_SPACE_PATTERN) ?? [];
}

/** `text.strip()`. */
export function strip(text: string): string {
  return stripWhere(text, (character) => SPACE_ONLY.test(character));
}

/** `text.strip(characters)`. */
export function stripCharacters(text: string, characters: string): string {
  return stripWhere(text, (character) => characters.includes(character));
}

export function isBlank(text: string): boolean {
  return strip(text) === "";
}

/** `text.isupper()`: at least one cased letter, and none that is not upper case. */
export function isUpper(text: string): boolean {
  return /\p{Uppercase}/u.test(text) && !/[\p{Lowercase}\p{Lt}]/u.test(text);
}

/** `text.islower()`. */
export function isLower(text: string): boolean {
  return /\p{Lowercase}/u.test(text) && !/[\p{Uppercase}\p{Lt}]/u.test(text);
}

export function escapePattern(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
}

function stripWhere(text: string, drop: (character: string) => boolean): string {
  let [start, end] = [0, text.length];
  while (start < end && drop(text[start]!)) start++;
  while (end > start && drop(text[end - 1]!)) end--;
  return text.slice(start, end);
}
