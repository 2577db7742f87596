import type { CallNote, FinishPart, InvalidReason, StreamPart } from "../../chat/index.ts";

/** What a stream says, whatever its pieces: neighbouring deltas are joined, ids left out. */
export type JoinedPart =
  | { readonly thought: string; readonly closed: boolean }
  | { readonly text: string }
  | { readonly call: string; readonly arguments: string; readonly notes: readonly CallNote[] }
  | { readonly invalid: string; readonly reason: InvalidReason };

export interface JoinedAnswer {
  readonly parts: readonly JoinedPart[];
  /** Codes, in order. */
  readonly diagnostics: readonly string[];
  /** Ids of the calls, in order. */
  readonly callIds: readonly string[];
  readonly finish: FinishPart;
}

/** Joins a whole stream. Fails where a law of streams is broken: exactly one finish part, and nothing behind it. */
export function joinParts(stream: readonly StreamPart[]): JoinedAnswer {
  const finish = stream.at(-1);
  if (finish?.type !== "finish") throw new Error(`the stream ends with ${finish?.type ?? "nothing"}, not with finish`);
  const parts: JoinedPart[] = [];
  const diagnostics: string[] = [];
  const callIds: string[] = [];
  let thought: string | null = null;
  for (const part of stream.slice(0, -1)) {
    if (part.type === "finish") throw new Error("the stream has more than one finish part");
    if (part.type === "diagnostic") diagnostics.push(part.code);
    else if (part.type === "prompt-progress") throw new Error("prompt-progress that nobody asked for");
    else if (part.type === "reasoning-delta") thought = (thought ?? "") + part.text;
    else if (part.type === "reasoning-end") {
      parts.push({ thought: thought ?? "", closed: part.closed });
      thought = null;
    } else if (thought !== null) throw new Error(`${part.type} inside an open thought`);
    else if (part.type === "text-delta") appendText(parts, part.text);
    else if (part.type === "tool-call-invalid") parts.push({ invalid: part.raw, reason: part.reason });
    else {
      callIds.push(part.id);
      parts.push({ call: part.name, arguments: part.arguments, notes: part.notes });
    }
  }
  if (thought !== null) throw new Error("the thought has no end");
  return { parts, diagnostics, callIds, finish };
}

function appendText(parts: JoinedPart[], text: string): void {
  if (text === "") throw new Error("an empty text-delta");
  const last = parts.at(-1);
  if (last !== undefined && "text" in last) parts[parts.length - 1] = { text: last.text + text };
  else parts.push({ text });
}
