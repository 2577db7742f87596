import { type PythonDict, pythonEqual } from "../tool-calls/python-value.ts";
import type { CallBlock, ToolCall } from "../tool-calls/read-calls.ts";

/** `exact`: equal arguments. `contains`: every expected argument is there with an equal value, others may be too. */
export type CallMatch = "exact" | "contains";

export type ExpectedCall = ToolCall;

/** Null where the blocks are the expected calls: as many, in any order, each expected one used once. */
export function faultOfCalls(
  blocks: readonly CallBlock[],
  expected: readonly ExpectedCall[],
  match: CallMatch,
): "not_a_call" | "wrong_count" | "different_call" | null {
  const calls = blocks.flatMap(({ call }) => call ?? []);
  if (calls.length < blocks.length) return "not_a_call";
  if (calls.length !== expected.length) return "wrong_count";
  const left = [...calls];
  // Expected calls with the most arguments first, so that one that contains less does not take their call.
  for (const wanted of expected.toSorted((a, b) => b.arguments.size - a.arguments.size)) {
    const place = left.findIndex(
      (call) => call.name === wanted.name && argumentsMatch(call.arguments, wanted.arguments, match),
    );
    if (place < 0) return "different_call";
    left.splice(place, 1);
  }
  return null;
}

function argumentsMatch(given: PythonDict, wanted: PythonDict, match: CallMatch): boolean {
  if (match === "exact" && given.size !== wanted.size) return false;
  return [...wanted].every(([key, value]) => given.has(key) && pythonEqual(given.get(key)!, value));
}
