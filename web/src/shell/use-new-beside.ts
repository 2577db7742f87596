import { useChat } from "../chat/chat-context.ts";
import { focusComposer } from "./focus.ts";
import type { Panes } from "./use-panes.ts";

/** Opens a new conversation in the second place. */
export function useNewBeside(panes: Panes): () => Promise<void> {
  const data = useChat();
  return async () => {
    await panes.openBeside(data.createConversation());
    focusComposer();
  };
}
