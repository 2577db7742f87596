import type { ChatMessage, CollectedMessage } from "../../chat/index.ts";

/**
 * An answer as a turn of the conversation. Its thought stays with it; whether a prompt shows it is the request's `keepCots`, as for all
 * earlier thoughts. Blocks that are no calls stand in the content as the model wrote them, so that it can see what was wrong.
 */
export function answerTurn({ content, reasoning, toolCalls, invalidToolCalls }: CollectedMessage): ChatMessage {
  const blocks = [content ?? "", ...invalidToolCalls.map(({ raw }) => raw)].filter((text) => text !== "");
  const calls = toolCalls.map(({ id, name, arguments: text }) => ({
    id,
    type: "function" as const,
    function: { name, arguments: text },
  }));
  return {
    role: "assistant",
    content: blocks.length === 0 ? null : blocks.join("\n"),
    ...(reasoning === null ? {} : { reasoning }),
    ...(calls.length === 0 ? {} : { tool_calls: calls }),
  };
}

/** What the model is told about blocks that are no calls; null where there are none. */
export function describeUnreadable({ invalidToolCalls }: CollectedMessage): string | null {
  if (invalidToolCalls.length === 0) return null;
  const reasons = [...new Set(invalidToolCalls.map(({ reason }) => reason))].join(", ");
  const form = '<tool_call>\n{"name": "NAME", "arguments": {…}}\n</tool_call>';
  return `${invalidToolCalls.length} tool call(s) could not be read (${reasons}). Write each as\n${form}\nor answer without.`;
}
