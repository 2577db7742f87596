/** Quotations or lists in one another that a text may have; parsers and React go down a step for each. */
const mostNested = 40;

/** Brackets in a row; each may open a link, and the parser looks for the end of all of them. */
const mostBrackets = 100;

/** Characters of one piece: a growing one is parsed again with every frame. */
const longestPiece = 60_000;

const nested = new RegExp(`^(?:[ \\t]*(?:>|[-*+][ \\t]|\\d{1,9}[.)][ \\t])){${mostNested}}`, "m");
const brackets = new RegExp(`(?:!?\\[){${mostBrackets}}`);

/** Whether a text would freeze the page instead of being drawn; no reader misses what is lost. */
export function isTangled(text: string): boolean {
  return text.length > longestPiece || nested.test(text) || brackets.test(text);
}
