import type { ChatMessage } from "../types.ts";
import { DEFAULT_SYSTEM_PROMPT } from "./fixed-texts.ts";

/** Messages whose system prompt ends with a JSON Schema as Hermes 4 was trained to see one. `schema` is its JSON text. */
export function showSchema(messages: readonly ChatMessage[], schema: string): readonly ChatMessage[] {
  const shown = `Answer in JSON that meets this schema:\n<schema>\n${schema}\n</schema>`;
  const [first, ...rest] = messages;
  if (first?.role !== "system" || typeof first.content !== "string") {
    return [{ role: "system", content: `${DEFAULT_SYSTEM_PROMPT}\n\n${shown}` }, ...messages];
  }
  return [{ ...first, content: `${first.content}\n\n${shown}` }, ...rest];
}
