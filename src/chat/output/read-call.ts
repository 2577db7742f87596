import { JsonScanner } from "../json/json-scanner.ts";
import type { CallNote } from "../parts.ts";

/** A call as its object says, without its place in the answer. */
export interface CallBody {
  readonly name: string;
  /** JSON text, the model's own bytes. */
  readonly arguments: string;
  readonly notes: readonly CallNote[];
}

/** Reads a call from its scanned object; null when it has no name. The usual form, `parameters`, OpenAI's wrapper. */
export function readCall(scanner: JsonScanner): CallBody | null {
  const outer = readMembers(scanner);
  const name = readName(outer);
  if (name !== null) return finishCall(name, outer, scanner.escapedControls);
  const wrapped = scanObject(outer.get("function") ?? "");
  const inner = wrapped === null ? null : readMembers(wrapped);
  const innerName = inner === null ? null : readName(inner);
  return inner === null || innerName === null ? null : finishCall(innerName, inner, scanner.escapedControls);
}

/** Value texts by key; of equal keys the last one counts, as in JSON.parse. */
function readMembers(scanner: JsonScanner): ReadonlyMap<string, string> {
  const { text, members } = scanner;
  return new Map(members.map(({ key, valueStart, valueEnd }) => [key, text.slice(valueStart, valueEnd)]));
}

function readName(members: ReadonlyMap<string, string>): string | null {
  const text = members.get("name");
  return text?.startsWith('"') && text !== '""' ? (JSON.parse(text) as string) : null;
}

function finishCall(name: string, members: ReadonlyMap<string, string>, escapedControls: boolean): CallBody {
  const value = members.get("arguments") ?? members.get("parameters") ?? "null";
  const notes: CallNote[] = escapedControls ? ["control-characters-escaped"] : [];
  if (value === "null") return { name, arguments: "{}", notes };
  if (value.startsWith("{")) return { name, arguments: value, notes };
  const unwrapped = value.startsWith('"') ? scanObject(JSON.parse(value) as string) : null;
  if (unwrapped === null) return { name, arguments: value, notes: [...notes, "arguments-not-an-object"] };
  if (unwrapped.escapedControls && !escapedControls) notes.push("control-characters-escaped");
  return { name, arguments: unwrapped.text, notes: [...notes, "unwrapped-string"] };
}

/** Scans a text that is one whole JSON object, white space around it allowed; null when it is anything else. */
function scanObject(text: string): JsonScanner | null {
  const start = text.search(/[^ \t\r\n]/);
  if (text[start] !== "{") return null;
  const scanner = new JsonScanner();
  const end = scanner.scan(text, start);
  return scanner.status === "done" && !/[^ \t\r\n]/.test(text.slice(end)) ? scanner : null;
}
