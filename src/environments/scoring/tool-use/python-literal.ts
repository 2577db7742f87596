import type { ToolCall } from "../tool-calls/read-calls.ts";

const TOKEN =
  /\s*(?:([{}[\](),:])|(True|False|None)\b|(-?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)|('(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"))/y;
const WORDS: Readonly<Record<string, string>> = { True: "true", False: "false", None: "null" };
const ESCAPES: Readonly<Record<string, string>> = { n: "\n", t: "\t", r: "\r" };
/** Blocks beyond this are not tried: models that write Python write short calls. */
const MAX_LENGTH = 20_000;

/**
 * JSON text of a Python literal of dicts, lists, tuples, texts, numbers, True, False and None; null for anything else. It exchanges
 * token by token and leaves the grammar to the JSON reader.
 */
export function pythonLiteralToJson(text: string): string | null {
  if (text.length > MAX_LENGTH) return null;
  const pattern = new RegExp(TOKEN);
  const end = text.trimEnd().length;
  const tokens: string[] = [];
  while (pattern.lastIndex < end) {
    const match = pattern.exec(text);
    if (match === null) return null;
    const [, sign, word, number, string] = match;
    if (sign !== undefined) {
      // A comma may stand before the end of a list.
      if (/[}\])]/.test(sign) && tokens.at(-1) === ",") tokens.pop();
      tokens.push(sign === "(" ? "[" : sign === ")" ? "]" : sign);
    } else tokens.push(word ? WORDS[word]! : string ? JSON.stringify(textOfQuoted(string)) : (number ?? ""));
  }
  return tokens.join("");
}

function textOfQuoted(quoted: string): string {
  return quoted.slice(1, -1).replace(/\\(.)/gs, (_, sign: string) => ESCAPES[sign] ?? sign);
}

/** A call written as a Python literal inside a `<tool_call>` block. */
export function readLiteralCall(
  block: string,
  readJson: (name: string, argumentsText: string) => ToolCall | null,
): ToolCall | null {
  const json = pythonLiteralToJson(block.replace(/^\s*<tool_call>/, "").replace(/<\/tool_call>\s*$/, ""));
  if (json === null) return null;
  try {
    const { name, arguments: given } = JSON.parse(json) as { name?: unknown; arguments?: unknown };
    return typeof name === "string" ? readJson(name, JSON.stringify(given)) : null;
  } catch {
    return null;
  }
}
