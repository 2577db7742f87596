/**
 * Cuts Markdown into pieces that mean the same alone as together, so that a growing answer draws only its last piece again.
 * Joined, the pieces are the text. It cuts at blank lines only, never inside fenced code or display mathematics, and never
 * before a line that may go on with a list, an indented block or a table of definitions.
 */
export function splitBlocks(markdown: string): string[] {
  if (definition.test(markdown)) return [markdown];
  const blocks: string[] = [];
  let block = "";
  let fence: string | null = null;
  let afterBlank = false;
  for (const line of markdown.match(/[^\n]*\n|[^\n]+$/g) ?? []) {
    if (fence === null && afterBlank && startsAnew(line)) {
      blocks.push(block);
      block = "";
    }
    block += line;
    fence = nextFence(line, fence);
    afterBlank = line.trim() === "";
  }
  return block === "" ? blocks : [...blocks, block];
}

/** A link or footnote defined in one place is used in others: such a text stays whole. */
const definition = /^ {0,3}\[[^\]\n]+\]:/m;

/** Blank lines belong to the block above, and so do indented lines and items, which may go on with a list. */
function startsAnew(line: string): boolean {
  return !/^\s|^$|^(?:[-*+]|\d{1,9}[.)])(?:\s|$)/.test(line);
}

/** The fence that is open behind a line: "```", "~~~~", "$$"; null for none. */
function nextFence(line: string, open: string | null): string | null {
  // A fence in a list or quotation is indented or marked; the marks do not matter for telling where it ends.
  const mark = /^[\s>]*(?:(?:[-*+]|\d{1,9}[.)])\s+)*(`{3,}|~{3,}|\${2,})(.*)$/.exec(line.trimEnd());
  if (mark === null) return open;
  const [, run = "", rest = ""] = mark;
  if (open !== null) return run.startsWith(open) && rest.trim() === "" ? null : open;
  // "```x```" and "$$x$$" on one line are not fences.
  return rest.includes(run[0]!) ? null : run;
}
