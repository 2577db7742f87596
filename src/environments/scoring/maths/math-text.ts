import { restoreBraces } from "./braces.ts";
import { type Rewrites, rewrite } from "./rewrite.ts";
import { dropRightText } from "./units.ts";

const signs: Rewrites = [
  [/\\!/g, ""],
  [/\s+/g, " "],
  [/\\[dt]frac(?![a-zA-Z])/g, "\\frac"],
  [/\\(?:left|right)(?![a-zA-Z])/g, ""],
  [/ ?\^ ?(?:\\circ(?![a-zA-Z])|\{ ?\\circ ?\})/g, ""],
  [/\\\$/g, ""],
  [/\\?%/g, ""],
  // A decimal that starts with its point.
  [/(^|[ {(,[+-])\.(?=\d)/g, "$10."],
];

const closing: Rewrites = [
  [/(?<=\d) (\d+) ?\/ ?(\d+)/g, "\\frac{$1}{$2}"],
  [/ /g, ""],
  [/^(-?\d+)\/(-?\d+)$/, "\\frac{$1}{$2}"],
  [/^(-?)0?\.50*$/, "$1\\frac{1}{2}"],
];

/**
 * Normal form by the rules of the MATH data set (openai/prm800k, grading/math_normalize): two answers of one form are equal. Differs in
 * three places, each where the public rule merges unequal answers: words go only from the very end, `x=` only before a letter's one
 * value, and the space of a mixed number (`7 3/4`) is not dropped.
 */
export function mathText(answer: string): string {
  const inner = /^\\text\s*\{([^{}]*)\}$/.exec(answer.trim())?.[1] ?? answer;
  const text = dropShortName(dropRightText(rewrite(inner.trim(), signs)));
  return rewrite(restoreBraces(text), closing);
}

/** `x = 5` is 5. A name has at most two letters, and one equals sign only. */
function dropShortName(text: string): string {
  const value = /^ ?[a-zA-Z]{1,2} ?=([^=]+)$/.exec(text)?.[1];
  return value === undefined ? text : value.trim();
}
