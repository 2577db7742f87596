import type { ConversationSummary } from "../contract.ts";
import type { Conversation } from "../model.ts";

/** What a list shows of a conversation. */
export function summarise({ id, title, createdAt, changedAt, nodes }: Conversation): ConversationSummary {
  return { id, title, createdAt, changedAt, messages: Object.keys(nodes).length };
}
