import { readAnswer, verdict, wrong } from "../../completion.ts";
import type { Mode, Score } from "../../contract.ts";
import { type CallBlock, readCalls, spanOfBlocks, type ToolCall } from "../tool-calls/read-calls.ts";
import { type CallFault, checkCall, type PossibleCall } from "./check-call.ts";
import type { FunctionSchema } from "./function-schema.ts";

const METHOD = "tool_call_blocks";

/**
 * As many calls as expected, in any order: each expected call, in the order of the answers, takes the first call left that is right
 * for it. No expected calls: right is to call nothing. A block that is no call fails the answer; text beside the blocks does not
 * count. `checks.decision` is true when the answer calls something exactly if it should.
 */
export function scoreBfclCalls(
  completion: string,
  mode: Mode,
  expected: readonly PossibleCall[],
  functions: readonly FunctionSchema[],
): Score {
  const answer = readAnswer(completion, mode);
  if (!answer.found) return { ...wrong(answer.reason), checks: { decision: false } };
  const blocks = readCalls(answer.span);
  const checks = { decision: blocks.length > 0 === expected.length > 0 };
  const span = blocks.length === 0 ? answer.span : spanOfBlocks(answer.span, blocks);
  if (expected.length === 0) return { ...verdict(span, METHOD, blocks.length === 0, "call_not_wanted"), checks };
  if (blocks.length === 0) return { ...wrong("no_call"), checks };
  const fault = faultOf(blocks, expected, functions);
  const score = verdict(span, METHOD, fault === null, fault?.reason ?? "");
  return { ...score, checks, ...(fault ? { verdict: fault } : {}) };
}

interface Fault {
  readonly reason: CallFault["reason"] | "not_a_call" | "wrong_count";
  readonly function?: string;
  readonly parameter?: string;
}

function faultOf(
  blocks: readonly CallBlock[],
  expected: readonly PossibleCall[],
  functions: readonly FunctionSchema[],
): Fault | null {
  const left = blocks.flatMap(({ call }) => (call ? [call] : []));
  if (left.length < blocks.length) return { reason: "not_a_call" };
  if (left.length !== expected.length) return { reason: "wrong_count" };
  for (const possible of expected) {
    const fault = takeRight(left, possible, functions.find(({ name }) => name === possible.name)!);
    if (fault) return { function: possible.name, ...fault };
  }
  return null;
}

/** Takes the first right call out of `left`; where there is none, tells what is wrong with the one that comes closest by name. */
function takeRight(left: ToolCall[], possible: PossibleCall, schema: FunctionSchema): CallFault | null {
  const faults: CallFault[] = [];
  for (const [i, call] of left.entries()) {
    const fault = checkCall(call, possible, schema);
    if (fault === null) {
      left.splice(i, 1);
      return null;
    }
    faults.push(fault);
  }
  return faults.find(({ reason }) => reason !== "wrong_function") ?? faults[0]!;
}
