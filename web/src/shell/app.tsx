import { useEffect, useState } from "react";
import { Announcer } from "../chat/announcer.tsx";
import { useChat, useChatState } from "../chat/chat-context.ts";
import { KeyDialog } from "../dialogs/key-dialog.tsx";
import { ShortcutsDialog } from "../dialogs/shortcuts-dialog.tsx";
import { preloadMarkdown } from "../markdown/markdown.tsx";
import { Sidebar } from "../sidebar/sidebar.tsx";
import { focusComposer } from "./focus.ts";
import { PaneRow } from "./pane-row.tsx";
import { StorageNotice } from "./storage-notice.tsx";
import { useDocumentTitle } from "./use-document-title.ts";
import { usePanes } from "./use-panes.ts";
import { useShortcuts } from "./use-shortcuts.ts";
import { useSidebar } from "./use-sidebar.ts";
import { useTheme } from "./use-theme.ts";
import "./app.css";

/** The whole page: conversations at the side, one or two of them open. */
export function App() {
  const data = useChat();
  const panes = usePanes(useChatState(({ storage }) => storage.status !== "opening"));
  const sidebar = useSidebar();
  const [settingsOpen, setSettingsOpen] = useState(false);
  const [helpOpen, setHelpOpen] = useState(false);
  useTheme();
  useDocumentTitle(panes.active);
  useEffect(preloadMarkdown, []);
  const openNew = async () => {
    await panes.open(data.createConversation());
    sidebar.afterChoice();
    focusComposer();
  };
  useShortcuts({
    newConversation: () => void openNew(),
    search: sidebar.search,
    sidebar: sidebar.toggle,
    settings: () => setSettingsOpen(!settingsOpen),
    composer: focusComposer,
    help: () => setHelpOpen(true),
  });
  return (
    <div className="app">
      <button type="button" className="skip-link" onClick={focusComposer}>
        Skip to the message field
      </button>
      {sidebar.isOpen && <Sidebar panes={panes} state={sidebar} onNew={openNew} onHelp={() => setHelpOpen(true)} />}
      <main id="main" className="panes" inert={sidebar.isOpen && sidebar.isDrawer}>
        <StorageNotice />
        <PaneRow panes={panes} sidebar={sidebar} settingsOpen={settingsOpen} onSettings={setSettingsOpen} />
      </main>
      <Announcer />
      <KeyDialog />
      <ShortcutsDialog open={helpOpen} onClose={() => setHelpOpen(false)} />
    </div>
  );
}
