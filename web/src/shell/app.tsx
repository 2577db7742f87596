import { useEffect, useRef, useState } from "react";
import { Announcer } from "../chat/announcer.tsx";
import { useChat, useChatState } from "../chat/chat-context.ts";
import type { ConversationId } from "../data/index.ts";
import { KeyDialog } from "../dialogs/key-dialog.tsx";
import { ShortcutsDialog } from "../dialogs/shortcuts-dialog.tsx";
import { preloadMarkdown } from "../markdown/markdown.tsx";
import { Sidebar } from "../sidebar/sidebar.tsx";
import { focusComposer } from "./focus.ts";
import { Pane } from "./pane.tsx";
import { StorageNotice } from "./storage-notice.tsx";
import { narrow, useMedia } from "./use-media.ts";
import { usePanes } from "./use-panes.ts";
import { useShortcuts } from "./use-shortcuts.ts";
import { useTheme } from "./use-theme.ts";
import "./app.css";

/** The whole page: conversations at the side, one or two of them open. */
export function App() {
  const data = useChat();
  const panes = usePanes(useChatState(({ storage }) => storage.status !== "opening"));
  const isNarrow = useMedia(narrow);
  // Undefined: as the width of the window suggests.
  const [sidebarChoice, setSidebarChoice] = useState<boolean | undefined>(undefined);
  const sidebarOpen = sidebarChoice ?? !isNarrow;
  const [settingsOpen, setSettingsOpen] = useState(false);
  const [helpOpen, setHelpOpen] = useState(false);
  const searchField = useRef<HTMLInputElement>(null);
  const drafts = useRef(new Map<ConversationId, string>());
  useTheme();
  useEffect(preloadMarkdown, []);

  const openNew = async () => {
    await panes.open(data.createConversation());
    if (isNarrow) setSidebarChoice(undefined);
    focusComposer();
  };
  useShortcuts({
    newConversation: () => void openNew(),
    search: () => {
      setSidebarChoice(true);
      // The field is not there yet where the sidebar was hidden.
      requestAnimationFrame(() => searchField.current?.focus());
    },
    sidebar: () => setSidebarChoice(!sidebarOpen),
    settings: () => setSettingsOpen(!settingsOpen),
    composer: focusComposer,
    help: () => setHelpOpen(true),
  });

  const drawerOpen = isNarrow && sidebarOpen;
  const shownPanes = isNarrow ? panes.ids.filter((id) => id === panes.active) : panes.ids;
  return (
    <div className="app">
      <button type="button" className="skip-link" onClick={focusComposer}>
        Skip to the message field
      </button>
      {sidebarOpen && (
        <Sidebar
          panes={panes}
          searchField={searchField}
          isDrawer={isNarrow}
          onNew={openNew}
          onClose={() => setSidebarChoice(isNarrow ? undefined : false)}
          onHelp={() => setHelpOpen(true)}
        />
      )}
      {drawerOpen && <div className="drawer-shade" aria-hidden="true" onClick={() => setSidebarChoice(undefined)} />}
      <main id="main" className="panes" inert={drawerOpen}>
        <StorageNotice />
        <div className="pane-row">
          {shownPanes.map((id) => (
            <Pane
              key={id}
              id={id}
              panes={panes}
              isOnly={panes.ids.length === 1}
              drafts={drafts.current}
              settingsOpen={settingsOpen && id === panes.active}
              onSettings={setSettingsOpen}
              {...(sidebarOpen ? {} : { onSidebar: () => setSidebarChoice(true) })}
            />
          ))}
        </div>
      </main>
      <Announcer />
      <KeyDialog />
      <ShortcutsDialog open={helpOpen} onClose={() => setHelpOpen(false)} />
    </div>
  );
}
