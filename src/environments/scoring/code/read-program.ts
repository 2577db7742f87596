import type { Score, Span } from "../../contract.ts";
import { fencedBlocks } from "./fenced-blocks.ts";

export interface ReadProgram {
  readonly span: Span;
  readonly method: "last_block" | "whole_answer";
  readonly rejected: Score["rejected"];
}

/**
 * The program of an answer: its last fenced block; an answer without any fence is a program as a whole, with the indentation of its first
 * line. Null where a fence is not closed, or nothing is in it.
 */
export function readProgram(completion: string, answer: Span): ReadProgram | null {
  const blocks = fencedBlocks(answer);
  const last = blocks.pop();
  if (last !== undefined) {
    const rejected = blocks.map((block) => ({ ...block, reason: "not_last" }));
    return last.text.trim() === "" ? null : { span: last, method: "last_block", rejected };
  }
  if (answer.text === "" || /^[ \t]*(```|~~~)/m.test(answer.text)) return null;
  let { start } = answer;
  while (start > 0 && (completion[start - 1] === " " || completion[start - 1] === "\t")) start--;
  return {
    span: { text: completion.slice(start, answer.end), start, end: answer.end },
    method: "whole_answer",
    rejected: [],
  };
}
