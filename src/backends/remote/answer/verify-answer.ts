import type { StreamPart } from "../../../chat/index.ts";
import { HermesError } from "../../../errors.ts";
import {
  type Constraint,
  type ConstraintCheck,
  createConstraintCheck,
  createSchemaCheck,
  type ToolRule,
} from "../../../grammar/index.ts";

type ToolCall = Extract<StreamPart, { type: "tool-call" }>;

/** Says what is wrong with a whole answer; null for nothing. */
type AnswerCheck = (content: string, calls: readonly ToolCall[]) => string | null;

/**
 * Gives an answer on. An endpoint can only promise to keep to a constraint: where a finished answer breaks it, HermesError
 * "generation-failed" comes in place of the last part. An answer that a limit has cut is not looked at.
 */
export async function* verifyAnswer(
  parts: AsyncIterable<StreamPart>,
  check: AnswerCheck | null,
): AsyncGenerator<StreamPart> {
  let content = "";
  const calls: ToolCall[] = [];
  for await (const part of parts) {
    if (part.type === "text-delta" && check !== null) content += part.text;
    if (part.type === "tool-call") calls.push(part);
    if (part.type === "finish" && (part.reason === "stop" || part.reason === "tool-calls")) {
      const fault = check?.(content, calls) ?? null;
      if (fault !== null) throw broken(fault);
    }
    yield part;
  }
}

/** The check of what a request wants; null where anything may come. Throws HermesError for a schema that is none, or beyond us. */
export function createAnswerCheck(rule: Constraint | ToolRule | null): AnswerCheck | null {
  if (rule === null) return null;
  if (rule.type === "tools") return createCallsCheck(rule);
  const check = createConstraintCheck(rule);
  return (content) => check(content);
}

function createCallsCheck({ tools, choice, parallel, value }: ToolRule): AnswerCheck {
  const checkValue = value === undefined ? null : createConstraintCheck(value);
  const wanted = typeof choice === "object" ? choice.name : null;
  const checks = new Map<string, ConstraintCheck>();
  for (const { name, parameters, strict } of tools) {
    if (!strict && choice === "auto") continue;
    checks.set(name, createSchemaCheck(parameters ?? '{"type":"object","maxProperties":0}'));
  }
  return (content, calls) => {
    if (checkValue !== null && calls.length === 0) return checkValue(content);
    if (choice !== "auto" && calls.length === 0) return "a call was wanted, and there is none";
    if (calls.length > 1 && (!parallel || wanted !== null)) return "one call was wanted, and there are several";
    for (const { name, arguments: text } of calls) {
      if (wanted !== null && name !== wanted) return `a call of ${wanted} was wanted, and ${name} was called`;
      const fault = checks.get(name)?.(text) ?? null;
      if (fault !== null) return `the arguments of ${name}: ${fault}`;
    }
    return null;
  };
}

function broken(fault: string): HermesError<"generation-failed"> {
  const message = `The endpoint did not keep to the constraint: ${fault}. Ask again, or ask an endpoint that enforces it.`;
  return new HermesError("generation-failed", message, { step: "constraint" });
}
