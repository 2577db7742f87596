import { type RefObject, useRef, useState } from "react";
import { narrow, useMedia } from "./use-media.ts";

/** Whether the conversations are shown, and how. */
export interface SidebarState {
  readonly isOpen: boolean;
  /** Lies over the page instead of beside it: choosing something closes it. */
  readonly isDrawer: boolean;
  readonly searchField: RefObject<HTMLInputElement | null>;
  readonly toggle: () => void;
  /** Closes it where it lies over what was chosen. */
  readonly afterChoice: () => void;
  /** Opens it with the focus in the search field. */
  readonly search: () => void;
}

export function useSidebar(): SidebarState {
  const isDrawer = useMedia(narrow);
  // Null: as the width of the window suggests.
  const [choice, setChoice] = useState<boolean | null>(null);
  const searchField = useRef<HTMLInputElement>(null);
  const isOpen = choice ?? !isDrawer;
  return {
    isOpen,
    isDrawer,
    searchField,
    toggle: () => setChoice(!isOpen),
    afterChoice: () => isDrawer && setChoice(null),
    search: () => {
      setChoice(true);
      // The field is not there yet where the sidebar was hidden.
      requestAnimationFrame(() => searchField.current?.focus());
    },
  };
}
