import { useEffect, useRef } from "react";

/** One row of the dialog of shortcuts, and what a key does. */
export interface Shortcut {
  /** As shown. `Mod` is Control, or Command on a Mac. */
  readonly keys: readonly string[];
  readonly does: string;
  matches(event: KeyboardEvent): boolean;
}

const mod = (event: KeyboardEvent) => (event.ctrlKey || event.metaKey) && !event.altKey;
const isLetter = (event: KeyboardEvent, letter: string) => event.key.toLowerCase() === letter;

/** Shortcuts of the whole page. With Shift where browsers use the plain combination themselves. */
export const shortcuts = {
  newConversation: {
    keys: ["Mod", "Shift", "O"],
    does: "New conversation",
    matches: (event) => mod(event) && event.shiftKey && isLetter(event, "o"),
  },
  search: {
    keys: ["Mod", "K"],
    does: "Search conversations",
    matches: (event) => mod(event) && !event.shiftKey && isLetter(event, "k"),
  },
  sidebar: {
    keys: ["Mod", "B"],
    does: "Show or hide the conversations",
    matches: (event) => mod(event) && !event.shiftKey && isLetter(event, "b"),
  },
  settings: {
    keys: ["Mod", ","],
    does: "Show or hide the settings",
    matches: (event) => mod(event) && event.key === ",",
  },
  composer: {
    keys: ["/"],
    does: "Go to the message field",
    matches: (event) => event.key === "/" && !mod(event) && !isTyping(event),
  },
  help: {
    keys: ["?"],
    does: "Show this list",
    matches: (event) => event.key === "?" && !mod(event) && !isTyping(event),
  },
} satisfies Readonly<Record<string, Shortcut>>;

export type ShortcutName = keyof typeof shortcuts;

/** Runs the action of a shortcut when its keys are pressed. */
export function useShortcuts(actions: Readonly<Record<ShortcutName, () => void>>): void {
  const latest = useRef(actions);
  latest.current = actions;
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing) return;
      for (const name of Object.keys(shortcuts) as ShortcutName[]) {
        if (!shortcuts[name].matches(event)) continue;
        event.preventDefault();
        latest.current[name]();
        return;
      }
    };
    addEventListener("keydown", press);
    return () => removeEventListener("keydown", press);
  }, []);
}

function isTyping({ target }: KeyboardEvent): boolean {
  return target instanceof HTMLElement && target.closest("input, textarea, select, [contenteditable]") !== null;
}
