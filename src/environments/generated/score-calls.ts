import { type Json, parseOutput } from "../../chat/index.ts";
import { readAnswer, verdict, wholeWord, wrong } from "../completion.ts";
import type { Mode, Score, Span } from "../contract.ts";
import { jsonEqual, parseJson } from "./json-text.ts";

export interface ExpectedAnswer {
  readonly calls: readonly Json[];
  /** Where no call is right: the words that must stand in the answer, or the number it must end with. */
  readonly needed: string | null;
}

/**
 * Exact match of calls: the same number, order free, each equal in name and arguments (numbers by value, key order
 * free); one block that is not a call fails the answer. `checks.decision` is true when the answer calls tools
 * exactly if it should.
 */
export function scoreToolAnswer(completion: string, mode: Mode, expected: ExpectedAnswer): Score {
  const answer = readAnswer(completion, mode);
  const shouldCall = expected.calls.length > 0;
  if (!answer.found) return { ...wrong(answer.reason), checks: { decision: false } };
  const blocks = readBlocks(answer.span);
  const checks = { decision: blocks.length > 0 === shouldCall };
  if (!shouldCall) return { ...scoreDirect(answer.span, blocks, expected.needed ?? ""), checks };
  if (blocks.length === 0) return { ...wrong("no_call"), checks };
  return { ...scoreBlocks(answer.span, blocks, expected.calls), checks };
}

interface Block extends Span {
  /** Undefined where the block is no call. */
  readonly call: Json | undefined;
}

/** The tool-call blocks of the answer, as the output parser reads them. */
function readBlocks(answer: Span): Block[] {
  let start = answer.start;
  return parseOutput(answer.text, { start: "content" }).parts.flatMap((part): Block[] => {
    const span = { text: part.raw, start, end: start + part.raw.length };
    start = span.end;
    if (part.type === "call")
      return [{ ...span, call: { name: part.name, arguments: parseJson(part.arguments) ?? null } }];
    return part.type === "invalid" ? [{ ...span, call: undefined }] : [];
  });
}

function scoreDirect(answer: Span, blocks: readonly Block[], needed: string): Score {
  if (blocks.length > 0) return verdict(blocks[0]!, "tool_call_blocks", false, "call_not_wanted");
  // A sum repeats its operands, so a number must be the last thing said.
  const wanted = /^\d+$/.test(needed) ? new RegExp(`(?<!\\d)${needed}\\.?$`) : wholeWord(needed);
  return verdict(answer, "whole_answer", wanted.test(answer.text), "words_missing");
}

/** The extracted span runs from the first to the last block. */
function scoreBlocks(answer: Span, blocks: readonly Block[], calls: readonly Json[]): Score {
  const start = blocks[0]!.start;
  const end = blocks.at(-1)!.end;
  const span = { text: answer.text.slice(start - answer.start, end - answer.start), start, end };
  const got = blocks.map(({ call }) => call);
  if (got.includes(undefined)) return verdict(span, "tool_call_blocks", false, "not_a_call");
  const left = [...calls];
  for (const call of got) {
    const match = left.findIndex((candidate) => jsonEqual(candidate, call));
    if (match < 0) return verdict(span, "tool_call_blocks", false, "different_call");
    left.splice(match, 1);
  }
  return verdict(span, "tool_call_blocks", left.length === 0, "call_missing");
}
