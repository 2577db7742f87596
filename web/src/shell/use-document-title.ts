import { useEffect } from "react";
import { useChatState } from "../chat/chat-context.ts";
import type { ConversationId } from "../data/index.ts";

/** Names the tab of the browser, and the entries of its Back button, after the conversation. */
export function useDocumentTitle(active: ConversationId | null): void {
  const title = useChatState(({ conversations }) => (active === null ? "" : (conversations.get(active)?.title ?? "")));
  useEffect(() => {
    document.title = title === "" ? "Hermes" : `${title} · Hermes`;
  }, [title]);
}
