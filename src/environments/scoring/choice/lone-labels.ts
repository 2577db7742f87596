import type { Span } from "../../contract.ts";
import { partOf } from "./read-choice.ts";

/** Words behind a lone A or I that leave it a label: "A because …", "A is right". */
const AFTER_LABEL = /^[ \t]+(?:and|as|because|but|due|is|nor|or|since|than|vs)\b/;

/**
 * True where the letter at this place is a word of English: the article in "a dog", the pronoun in "I think". Searches that miss
 * this take half of all sentences for an answer.
 */
export function isEnglishWord(text: string, index: number): boolean {
  const letter = text[index]!.toUpperCase();
  if (letter !== "A" && letter !== "I") return false;
  const rest = text.slice(index + 1, index + 40);
  if (letter === "I" && /^['’]/.test(rest)) return true;
  return /^[ \t\n]+\p{Ll}/u.test(rest) && !AFTER_LABEL.test(rest);
}

/** Whether nothing of a word stands on either side of [start, end). */
export function standsAlone(text: string, start: number, end: number): boolean {
  const before = text.slice(Math.max(0, start - 2), start);
  const after = text.slice(end, end + 2);
  if (/[\p{L}\p{N}_'’]$/u.test(before) || /^(?:[\p{L}\p{N}_]|['’]\p{L})/u.test(after)) return false;
  // Parts of a decimal number.
  return !(/\d\.$/.test(before) || /^[.,]\d/.test(after));
}

export interface LoneLabel {
  readonly label: string;
  readonly span: Span;
}

/**
 * Labels that stand alone as words. Letters count in upper case only, or in brackets ("b)"), and not where they are a word of English.
 * Words as labels count in any case.
 */
export function loneLabels(within: Span, labels: readonly string[]): LoneLabel[] {
  const { text } = within;
  const found: LoneLabel[] = [];
  for (const match of text.matchAll(/[\p{L}\p{N}]+/gu)) {
    const [word] = match;
    const end = match.index + word.length;
    const label = labels.find((candidate) => candidate.toLowerCase() === word.toLowerCase());
    if (label === undefined || !standsAlone(text, match.index, end)) continue;
    const isLetter = /^[A-Z]$/.test(label);
    if (isLetter && label !== word && text[end] !== ")") continue;
    if (isLetter && isEnglishWord(text, match.index)) continue;
    found.push({ label, span: partOf(within, match.index, end) });
  }
  return found;
}
