import { readAnswer, verdict, wrong } from "../../completion.ts";
import type { Mode, Score, Span } from "../../contract.ts";
import { type CallBlock, readCall, readCalls, spanOfBlocks } from "../tool-calls/read-calls.ts";
import { type CallMatch, type ExpectedCall, faultOfCalls } from "./match-calls.ts";
import { readLiteralCall } from "./python-literal.ts";

export interface TurnRules {
  readonly match: CallMatch;
  /** Calls inside the thought count too, for models that call tools while they think. */
  readonly interleaved: boolean;
  /** Nothing but calls may stand behind the thought, and a call may be written as a Python literal: for episodes of several turns. */
  readonly callsOnly: boolean;
}

const METHOD = "tool_call_blocks";

/** One turn that must make these calls; none: it must make no call. */
export function scoreTurn(completion: string, mode: Mode, expected: readonly ExpectedCall[], rules: TurnRules): Score {
  const answer = readAnswer(completion, mode);
  if (!answer.found) return { ...wrong(answer.reason), checks: { decision: false } };
  const span = rules.interleaved ? { text: completion, start: 0, end: completion.length } : answer.span;
  const blocks = readBlocks(span, rules);
  const checks = { decision: blocks.length > 0 === expected.length > 0 };
  const taken = blocks.length === 0 ? answer.span : spanOfBlocks(span, blocks);
  if (expected.length === 0) return { ...verdict(taken, METHOD, blocks.length === 0, "call_not_wanted"), checks };
  if (blocks.length === 0) return { ...wrong("no_call"), checks };
  if (rules.callsOnly && hasOtherText(span, blocks))
    return { ...verdict(taken, METHOD, false, "text_beside_calls"), checks };
  const fault = faultOfCalls(blocks, expected, rules.match);
  return { ...verdict(taken, METHOD, fault === null, fault ?? ""), checks };
}

function readBlocks(span: Span, { callsOnly }: TurnRules): CallBlock[] {
  return readCalls(span, callsOnly ? (block) => readLiteralCall(block, readCall) : undefined);
}

function hasOtherText(answer: Span, blocks: readonly CallBlock[]): boolean {
  let at = answer.start;
  const between = blocks.map(({ start, end }) => {
    const text = answer.text.slice(at - answer.start, start - answer.start);
    at = end;
    return text;
  });
  return [...between, answer.text.slice(at - answer.start)].some((text) => text.trim() !== "");
}
