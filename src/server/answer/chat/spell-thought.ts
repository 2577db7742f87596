import type { ServerDefaults } from "../../options.ts";
import type { WireReasoning } from "./wire.ts";

/** Under which names a thought is sent. "tags" is a default that a request may have switched off: then both names again. */
export function spellThought(text: string | null, names: ServerDefaults["reasoningFields"]): WireReasoning {
  switch (names) {
    case "reasoning_content":
      return { reasoning_content: text };
    case "reasoning":
      return { reasoning: text };
    case "both":
    case "tags":
      return { reasoning_content: text, reasoning: text };
    default:
      return names satisfies never;
  }
}
