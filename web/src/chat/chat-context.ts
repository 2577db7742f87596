import { createContext, useContext, useSyncExternalStore } from "react";
import type { ChatData, ChatSnapshot } from "../data/index.ts";

const ChatContext = createContext<ChatData | null>(null);

export const ChatProvider = ChatContext.Provider;

/** What the page does with its data. Throws outside ChatProvider. */
export function useChat(): ChatData {
  const data = useContext(ChatContext);
  if (data === null) throw new Error("useChat needs a ChatProvider above it");
  return data;
}

/** A piece of the data; the component is drawn again when `select` gives another one. */
export function useChatState<Piece>(select: (snapshot: ChatSnapshot) => Piece): Piece {
  const { subscribe, getSnapshot } = useChat();
  return useSyncExternalStore(subscribe, () => select(getSnapshot()));
}
