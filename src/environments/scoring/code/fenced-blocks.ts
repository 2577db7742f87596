import type { Span } from "../../contract.ts";

const FENCE = /^[ \t]*(```+|~~~+)[ \t]*([^`\n]*)$/;

/** The contents of all closed fenced blocks of a text, with offsets into the raw completion. A block that the end cuts off is none. */
export function fencedBlocks(answer: Span): Span[] {
  const blocks: Span[] = [];
  let open: { readonly mark: string; readonly start: number } | null = null;
  let offset = 0;
  for (const line of answer.text.split("\n")) {
    const [, mark = "", info = ""] = FENCE.exec(line.replace(/\r$/, "")) ?? [];
    const next = offset + line.length + 1;
    if (open === null && mark !== "") open = { mark, start: next };
    else if (open !== null && closes(mark, info, open.mark)) {
      const end = Math.max(open.start, offset - 1);
      blocks.push({
        text: answer.text.slice(open.start, end),
        start: answer.start + open.start,
        end: answer.start + end,
      });
      open = null;
    }
    offset = next;
  }
  return blocks;
}

/** As in CommonMark: the same sign, at least as often, and nothing behind it. */
function closes(mark: string, info: string, opened: string): boolean {
  return info === "" && mark.length >= opened.length && mark[0] === opened[0];
}
