import { useSyncExternalStore } from "react";

/** Below this the sidebar is a drawer and there is one conversation at a time. Also in the style sheets. */
export const narrow = "(max-width: 760px)";

/** Below this the settings lie over the conversation. Also in the style sheets. */
export const cramped = "(max-width: 1080px)";

/** Whether a media query holds, now and as that changes. */
export function useMedia(query: string): boolean {
  return useSyncExternalStore(
    (listener) => {
      const list = matchMedia(query);
      list.addEventListener("change", listener);
      return () => list.removeEventListener("change", listener);
    },
    () => matchMedia(query).matches,
  );
}
