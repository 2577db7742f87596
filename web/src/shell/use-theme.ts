import { useEffect } from "react";
import { useChatState } from "../chat/chat-context.ts";

/** Puts the chosen colours on the page; without a choice the system decides. */
export function useTheme(): void {
  const theme = useChatState(({ preferences }) => preferences.theme);
  useEffect(() => {
    if (theme === "system") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme;
  }, [theme]);
}
