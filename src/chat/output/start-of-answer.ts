import type { OutputParserOptions } from "./parser-state.ts";
import { THINK_END, THINK_START } from "./tags.ts";

/** Where the parser starts when the prompt already holds `prefill`, the beginning of the answer (see renderPrompt). */
export function startOfAnswer(prefill: string): NonNullable<OutputParserOptions["start"]> {
  const begun = prefill.replace(/^[ \t\r\n]+/, "");
  if (begun === "") return "answer";
  return begun.startsWith(THINK_START) && !begun.includes(THINK_END) ? "reasoning" : "content";
}
