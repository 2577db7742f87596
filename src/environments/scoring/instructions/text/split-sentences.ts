import { SPACE, strip } from "./python-text.ts";
import { isAbbreviation, isCommonWord } from "./sentence-words.ts";

/**
 * Sentences after the published rules of Punkt (Kiss and Strunk, 2006), with word lists of our own in place of its trained model.
 * Only `.`, `?` and `!` end a sentence, and only before white space or closing punctuation: a line break does not. Linear time.
 */
export function splitSentences(text: string): string[] {
  const words = [...text.matchAll(WORDS)].map((match) => ({ text: match[0], start: match.index }));
  const starts = [0];
  words.forEach((word, i) => {
    const end = endInside(word.text, i + 1 < words.length);
    if (end === null || !endsSentence(word.text.slice(0, end), word.text[end] ?? words[i + 1]!.text)) return;
    const cut = word.start + end + closingLength(word.text.slice(end));
    const isWordEnd = cut === word.start + word.text.length;
    const start = isWordEnd ? words[i + 1]?.start : cut;
    if (start !== undefined) starts.push(start);
  });
  return starts.map((start, i) => strip(text.slice(start, starts[i + 1]))).filter((sentence) => sentence !== "");
}

const WORDS = new RegExp(`[^${SPACE}]+`, "gu");
/** What Punkt sees as a token of its own behind a sentence's end. */
const AFTER_END = new Set(`)";}]*:@'({[!?`);
const NUMBER = /^-?[.,]?\d[\d,.-]*$/;

/** Where the last possible end of a sentence in a word lies (the offset behind its sign); null without one. */
function endInside(word: string, hasNext: boolean): number | null {
  for (let i = word.length - 1; i >= 0; i--) {
    if (!".?!".includes(word[i]!)) continue;
    const next = word[i + 1];
    if (next === undefined ? hasNext : AFTER_END.has(next)) return i + 1;
  }
  return null;
}

/** Whether `head`, which ends in a sentence sign, ends a sentence before `next`, a word or the sign behind. */
function endsSentence(head: string, next: string): boolean {
  if (/[?!]/.test(head)) return true;
  const token = tokenBefore(head);
  if (token === "") return true;
  const startsLower = /^\p{Ll}/u.test(next);
  const startsUpper = /^\p{Lu}/u.test(next);
  if (token.endsWith(".")) return startsUpper;
  if (isAbbreviation(token)) return startsUpper && isCommonWord(next);
  if (/^\p{L}$/u.test(token)) return !startsLower && (!startsUpper || isCommonWord(next));
  if (NUMBER.test(token)) return !startsLower;
  return true;
}

/** The last token of a word without its final full stop; dots stay where there are several. */
function tokenBefore(head: string): string {
  let start = head.length - 1;
  while (start > 0 && !AFTER_END.has(head[start - 1]!)) start--;
  const token = head.slice(start, -1);
  return token.replace(/^[^\p{L}\p{N}.-]+/u, "");
}

/** Closing quotes and brackets up to the end of the word belong to the sentence before. */
function closingLength(rest: string): number {
  return /^["')\]}]+$/.exec(rest)?.[0].length ?? 0;
}
