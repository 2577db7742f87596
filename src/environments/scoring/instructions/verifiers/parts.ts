import { z } from "zod";
import { countMatches, escapePattern, isBlank, SPACE, splitAtSpace, strip } from "../text/python-text.ts";
import { count, defineVerifier, noArguments } from "../verifier.ts";

const DIVIDER = new RegExp(`[${SPACE}]?\\*\\*\\*[${SPACE}]?`, "u");

/** Parts between `***`. Only the first and the last may be blank, and do not count then. */
export const numberOfParagraphs = defineVerifier({
  id: "length_constraints:number_paragraphs",
  arguments: z.strictObject({ num_paragraphs: count }),
  holds: (text, given) => filledParts(text.split(DIVIDER))?.length === given.num_paragraphs,
  demands: (given) => ({ blocks: { count: given.num_paragraphs, separator: "\n***\n" } }),
});

/** Blank paragraphs do not count, but the n-th one is taken before they are left out, as upstream does. */
export const nthParagraphFirstWord = defineVerifier({
  id: "length_constraints:nth_paragraph_first_word",
  arguments: z.strictObject({ num_paragraphs: count, nth_paragraph: count.min(1), first_word: z.string().min(1) }),
  holds(text, given) {
    const paragraphs = text.split("\n\n");
    const filled = paragraphs.filter((paragraph) => !isBlank(paragraph)).length;
    if (filled !== given.num_paragraphs || given.nth_paragraph > filled) return false;
    return firstWord(paragraphs[given.nth_paragraph - 1]!) === given.first_word.toLowerCase();
  },
  demands: (given) => ({
    blocks: { count: given.num_paragraphs, separator: "\n\n" },
    firstWord: { block: given.nth_paragraph - 1, word: given.first_word },
  }),
});

export const twoResponses = defineVerifier({
  id: "combination:two_responses",
  arguments: noArguments,
  holds(text) {
    const parts = filledParts(text.split("******"));
    return parts?.length === 2 && strip(parts[0]!) !== strip(parts[1]!);
  },
  demands: () => ({ blocks: { count: 2, separator: "\n******\n" } }),
});

export const multipleSections = defineVerifier({
  id: "detectable_format:multiple_sections",
  arguments: z.strictObject({ section_spliter: z.string().trim().min(1), num_sections: count }),
  holds: (text, given) => countMatches(text, heading(given.section_spliter)) >= given.num_sections,
  demands: (given) => ({ headings: { count: given.num_sections, name: given.section_spliter } }),
});

function heading(name: string): RegExp {
  return new RegExp(`${escapePattern(name)}[${SPACE}]?\\p{Nd}+`, "gu");
}

/** Without a blank first or last part; null when one between is blank. */
function filledParts(parts: readonly string[]): string[] | null {
  const isEnd = (index: number) => index === 0 || index === parts.length - 1;
  if (parts.some((part, index) => isBlank(part) && !isEnd(index))) return null;
  return parts.filter((part) => !isBlank(part));
}

function firstWord(paragraph: string): string {
  const word = splitAtSpace(paragraph)[0] ?? "";
  const bare = word.replace(/^'+/, "").replace(/^"+/, "");
  return bare.split(/[.,?!'"]/, 1)[0]!.toLowerCase();
}
