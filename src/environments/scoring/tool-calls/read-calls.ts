import { parseOutput, parseRawJson } from "../../../chat/index.ts";
import type { Span } from "../../contract.ts";
import { type PythonDict, toPython } from "./python-value.ts";

/** A call that a model made. Its numbers keep their spelling: `5.0` is no `5`. */
export interface ToolCall {
  readonly name: string;
  readonly arguments: PythonDict;
  /** The arguments as the model wrote them, in JSON. */
  readonly argumentsText: string;
}

/** A `<tool_call>` block. */
export interface CallBlock extends Span {
  /** Null where the block is no call. */
  readonly call: ToolCall | null;
}

/**
 * The tool-call blocks of an answer, as the output parser reads them. Text between them is no block. `readLiteral` may find a call in
 * the raw text of a block that is none.
 */
export function readCalls(answer: Span, readLiteral?: (block: string) => ToolCall | null): CallBlock[] {
  let start = answer.start;
  return parseOutput(answer.text, { start: "content" }).parts.flatMap((part): CallBlock[] => {
    const span = { text: part.raw, start, end: start + part.raw.length };
    start = span.end;
    if (part.type === "call") return [{ ...span, call: readCall(part.name, part.arguments) }];
    return part.type === "invalid" ? [{ ...span, call: readLiteral?.(part.raw) ?? null }] : [];
  });
}

/** From the first block to the last one. */
export function spanOfBlocks(answer: Span, blocks: readonly CallBlock[]): Span {
  const start = blocks[0]?.start ?? answer.end;
  const end = blocks.at(-1)?.end ?? answer.end;
  return { text: answer.text.slice(start - answer.start, end - answer.start), start, end };
}

/** Null where the text is no object of JSON. */
export function readCall(name: string, text: string): ToolCall | null {
  try {
    const value = toPython(parseRawJson(text, "arguments"));
    return value.type === "dict" ? { name, arguments: value.members, argumentsText: text } : null;
  } catch {
    return null;
  }
}
