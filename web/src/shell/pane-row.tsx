import { useRef } from "react";
import type { ConversationId } from "../data/index.ts";
import { Pane } from "./pane.tsx";
import type { Panes } from "./use-panes.ts";
import type { SidebarState } from "./use-sidebar.ts";

interface PaneRowProps {
  readonly panes: Panes;
  readonly sidebar: SidebarState;
  readonly settingsOpen: boolean;
  readonly onSettings: (open: boolean) => void;
}

/** The open conversations side by side; where there is no room, only the active one. */
export function PaneRow({ panes, sidebar, settingsOpen, onSettings }: PaneRowProps) {
  const drafts = useRef(new Map<ConversationId, string>());
  const shown = sidebar.isDrawer ? panes.ids.filter((id) => id === panes.active) : panes.ids;
  return (
    <div className="pane-row">
      {shown.map((id) => (
        <Pane
          key={id}
          id={id}
          panes={panes}
          drafts={drafts.current}
          settingsOpen={settingsOpen && id === panes.active}
          onSettings={onSettings}
          {...(sidebar.isOpen ? {} : { onSidebar: sidebar.toggle })}
        />
      ))}
    </div>
  );
}
