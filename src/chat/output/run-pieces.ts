import { createOutputParser } from "./output-parser.ts";
import type { ParsedOutput, ParserEvent } from "./parser-event.ts";
import type { OutputParserOptions } from "./parser-state.ts";

/** For tests: parses an answer cut into pieces and keeps every event. */
export function runPieces(
  pieces: readonly string[],
  options: OutputParserOptions = {},
): ParsedOutput & { readonly events: readonly ParserEvent[] } {
  const parser = createOutputParser(options);
  const events = [...pieces.flatMap((piece) => parser.push(piece)), ...parser.finish()];
  return { parts: parser.parts, diagnostics: parser.diagnostics, events };
}

/** For tests: a tool call in its usual form. */
export const renderCall = (name: string, args = "{}"): string =>
  `<tool_call>\n{"name": "${name}", "arguments": ${args}}\n</tool_call>`;
