import { type RefObject, useState } from "react";
import { useChatState } from "../chat/chat-context.ts";
import type { ConversationId } from "../data/index.ts";
import { Icon } from "../parts/icon.tsx";
import { IconButton } from "../parts/icon-button.tsx";
import { Wing } from "../parts/wing.tsx";
import type { Panes } from "../shell/use-panes.ts";
import { ConversationList } from "./conversation-list.tsx";
import { DataMenu } from "./data-menu.tsx";
import { SearchResults } from "./search-results.tsx";
import { ThemeButton } from "./theme-button.tsx";
import "./sidebar.css";

interface SidebarProps {
  readonly panes: Panes;
  readonly searchField: RefObject<HTMLInputElement | null>;
  /** Lies over the page: choosing a conversation closes it. */
  readonly isDrawer: boolean;
  readonly onNew: () => Promise<void>;
  readonly onClose: () => void;
  readonly onHelp: () => void;
}

/** All conversations, the search over them, and what concerns the whole page. */
export function Sidebar({ panes, searchField, isDrawer, onNew, onClose, onHelp }: SidebarProps) {
  const [query, setQuery] = useState("");
  const list = useChatState((snapshot) => snapshot.list);
  const choose = async (id: ConversationId) => {
    await panes.open(id);
    if (isDrawer) onClose();
  };
  return (
    <nav
      className={isDrawer ? "sidebar drawer" : "sidebar"}
      aria-label="Conversations"
      onKeyDown={(event) => event.key === "Escape" && isDrawer && onClose()}
    >
      <div className="sidebar-head">
        <span className="brand">
          <Wing />
          Hermes
        </span>
        <IconButton icon={isDrawer ? "close" : "menu"} label="Hide conversations" onClick={onClose} />
      </div>
      <div className="sidebar-tools">
        <button type="button" className="button primary new-button" onClick={() => void onNew()}>
          <Icon name="plus" />
          New conversation
        </button>
        <label className="search">
          <span className="unseen">Search conversations</span>
          <Icon name="search" />
          <input
            ref={searchField}
            type="search"
            className="field"
            placeholder="Search"
            value={query}
            onChange={(event) => setQuery(event.target.value)}
          />
        </label>
      </div>
      <div className="sidebar-list">
        {query.trim() === "" ? (
          <ConversationList list={list} panes={panes} onChoose={choose} />
        ) : (
          <SearchResults query={query} onChoose={choose} />
        )}
      </div>
      <div className="sidebar-foot">
        <ThemeButton />
        <DataMenu panes={panes} />
        <IconButton icon="keyboard" label="Keyboard shortcuts" onClick={onHelp} />
      </div>
    </nav>
  );
}
