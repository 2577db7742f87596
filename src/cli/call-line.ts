import { parseRawJson, renderJson } from "../chat/index.ts";

/**
 * A tool call on one line: {"name": …, "arguments": …}. Numbers and key order of the model's arguments are kept.
 * `arguments` is JSON text.
 */
export function renderCallLine(call: { readonly name: string; readonly arguments: string }): string {
  return `{"name": ${JSON.stringify(call.name)}, "arguments": ${renderJson(parseRawJson(call.arguments), "arguments")}}`;
}
