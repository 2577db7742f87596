import { COMPACT_SPACING, renderJson, type startOfAnswer, type Tool } from "../../chat/index.ts";
import { HermesError } from "../../errors.ts";
import type { Constraint, GrammarNote, GrammarTool, ToolRule } from "../../grammar/index.ts";
import type { ChatRequest } from "../contract.ts";
import { offeredTools } from "./offered-tools.ts";
import type { Warning } from "./read-answer.ts";

/** Notes that are told one by one. */
const MOST_NOTES = 16;

/** What the answer behind its thought must be; null for free text. Throws HermesError "usage" or "prompt-invalid". */
export function answerRule(request: ChatRequest): Constraint | ToolRule | null {
  const tools = offeredTools(request);
  const { constraint = null, toolChoice = "auto", parallelToolCalls = true } = request;
  const choice = toolChoice === "none" ? "auto" : toolChoice;
  checkStop(request.stop ?? [], constraint, choice);
  if (tools.length === 0) return constraint;
  const rule = { type: "tools", tools: tools.map(grammarTool), choice, parallel: parallelToolCalls } as const;
  // An answer that must be calls has no other text that could be what the constraint asks for.
  return constraint === null || choice !== "auto" ? rule : { ...rule, value: constraint };
}

/**
 * Where the answer begins for its readers: what a constraint makes of an answer without a thought is no thought, however it begins.
 */
export function startUnder(
  rule: Constraint | ToolRule | null,
  { thinking = false }: ChatRequest,
  start: ReturnType<typeof startOfAnswer>,
): ReturnType<typeof startOfAnswer> {
  const isFree = rule === null || (rule.type === "tools" && rule.choice === "auto" && rule.value === undefined);
  return isFree || thinking || start !== "answer" ? start : "content";
}

/** Throws HermesError "usage" for stop strings beside what they would cut. */
export function checkStop(
  stop: readonly string[],
  constraint: Constraint | null,
  choice: ToolRule["choice"] = "auto",
): void {
  if (stop.length === 0) return;
  if (constraint !== null) throw together("stop", "constraint: a cut value would not meet it. Leave out stop");
  if (choice !== "auto") throw together("stop", "tools that must be called: a cut call is none. Leave out stop");
}

/** Which tags of an answer begin a call. */
export function toolReading(request: ChatRequest): boolean | "first" {
  if (offeredTools(request).length === 0) return false;
  return request.constraint === undefined ? true : "first";
}

/** What of schemas was ignored or not enforced, as said before the answer. */
export function noteWarnings(notes: readonly GrammarNote[]): Warning[] {
  const told = notes.slice(0, MOST_NOTES).map(({ pointer, message }) => `${pointer}: ${message}`);
  if (notes.length > told.length) told.push(`and ${notes.length - told.length} notes more`);
  return told.map((message) => ({ code: "schema-note", message }));
}

function grammarTool(tool: Tool, index: number): GrammarTool {
  const { name, parameters, strict = false } = tool?.function ?? {};
  const field = `tools[${index}].function`;
  if (typeof name !== "string") {
    const message = `${field}.name is no string; every tool needs a name.`;
    throw new HermesError("prompt-invalid", message, { field: `${field}.name` });
  }
  const none = parameters === undefined || parameters === null;
  return { name, parameters: none ? null : renderJson(parameters, `${field}.parameters`, COMPACT_SPACING), strict };
}

function together(argument: keyof ChatRequest, why: string): HermesError<"usage"> {
  return new HermesError("usage", `${argument} does not go together with ${why}.`, { argument });
}
