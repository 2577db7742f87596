import { isHermesError } from "../../errors.ts";
import { renderJson, renderJsonString } from "../json/python-json.ts";
import { parseRawJson } from "../json/raw-json.ts";
import { fieldOf, isRecord, promptInvalid } from "./message-fields.ts";
import type { PromptWarning } from "./render-input.ts";
import type { TurnCall } from "./turns.ts";

/** Reads `tool_calls`, each `{ function: { name, arguments } }` or flat. Throws `prompt-invalid`. */
export function readCalls(calls: unknown, field: string, warnings: PromptWarning[]): TurnCall[] {
  if (calls === undefined || calls === null) return [];
  if (!Array.isArray(calls)) throw promptInvalid(field, "is not a list of tool calls");
  return calls.map((call, index) => readCall(call, `${field}[${index}]`, warnings));
}

function readCall(call: unknown, at: string, warnings: PromptWarning[]): TurnCall {
  const inner = fieldOf(call, "function");
  const body = inner === undefined ? call : inner;
  const name = fieldOf(body, "name");
  if (!isRecord(body) || typeof name !== "string") {
    throw promptInvalid(at, "has no name; a call is { function: { name, arguments } } with a string as name");
  }
  const args = readArguments(fieldOf(body, "arguments"), `${at}.arguments`, warnings);
  return { name: renderJsonString(name).slice(1, -1), arguments: args };
}

function readArguments(value: unknown, field: string, warnings: PromptWarning[]): string {
  if (value === undefined || value === null || value === "") return "{}";
  if (typeof value !== "string") return renderJson(value, field);
  try {
    const parsed = parseRawJson(value, field);
    return parsed === null ? "{}" : renderJson(parsed, field);
  } catch (error) {
    if (!isHermesError(error, "prompt-invalid")) throw error;
    warnings.push({
      code: "arguments-not-json",
      message: `${error.message}; it stands in the prompt as a JSON string`,
    });
    return renderJsonString(value);
  }
}
