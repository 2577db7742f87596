import { parseRawJson, renderJson } from "../chat/index.ts";
import { isHermesError } from "../errors.ts";

/**
 * A tool call on one line: {"name": …, "arguments": …}. Numbers and key order of the model's arguments are kept.
 * `arguments` is JSON text.
 */
export function renderCallLine(call: { readonly name: string; readonly arguments: string }): string {
  return `{"name": ${JSON.stringify(call.name)}, "arguments": ${renderOneLine(call.arguments)}}`;
}

function renderOneLine(json: string): string {
  try {
    return renderJson(parseRawJson(json), "arguments");
  } catch (error) {
    if (!isHermesError(error, "prompt-invalid")) throw error;
    // Nested too deeply to be respaced. The answer parser leaves no line break inside a string, so this stays JSON.
    return json.replace(/[\r\n]/g, " ");
  }
}
