import { type RefObject, useState } from "react";
import { useChatState } from "../chat/chat-context.ts";
import type { ConversationId } from "../data/index.ts";
import { Icon } from "../parts/icon.tsx";
import { IconButton } from "../parts/icon-button.tsx";
import { Wing } from "../parts/wing.tsx";
import type { Panes } from "../shell/use-panes.ts";
import type { SidebarState } from "../shell/use-sidebar.ts";
import { ConversationList } from "./conversation-list.tsx";
import { DataMenu } from "./data-menu.tsx";
import { SearchResults } from "./search-results.tsx";
import { ThemeButton } from "./theme-button.tsx";
import "./sidebar.css";

interface SidebarProps {
  readonly panes: Panes;
  readonly state: SidebarState;
  readonly onNew: () => Promise<void>;
  readonly onHelp: () => void;
}

/** All conversations, the search over them, and what concerns the whole page. */
export function Sidebar({ panes, state, onNew, onHelp }: SidebarProps) {
  const { isDrawer, toggle } = state;
  const [query, setQuery] = useState("");
  return (
    <>
      <nav
        className={isDrawer ? "sidebar drawer" : "sidebar"}
        aria-label="Conversations"
        onKeyDown={(event) => event.key === "Escape" && isDrawer && toggle()}
      >
        <div className="sidebar-head">
          <span className="brand">
            <Wing />
            Hermes
          </span>
          <IconButton icon={isDrawer ? "close" : "menu"} label="Hide conversations" onClick={toggle} />
        </div>
        <div className="sidebar-tools">
          <button type="button" className="button primary new-button" onClick={() => void onNew()}>
            <Icon name="plus" />
            New conversation
          </button>
          <SearchField field={state.searchField} query={query} onQuery={setQuery} />
        </div>
        <Entries query={query} panes={panes} afterChoice={state.afterChoice} />
        <div className="sidebar-foot">
          <ThemeButton />
          <DataMenu panes={panes} afterChoice={state.afterChoice} />
          <IconButton icon="keyboard" label="Keyboard shortcuts" onClick={onHelp} />
        </div>
      </nav>
      {isDrawer && <div className="drawer-shade" aria-hidden="true" onClick={toggle} />}
    </>
  );
}

interface SearchFieldProps {
  readonly field: RefObject<HTMLInputElement | null>;
  readonly query: string;
  readonly onQuery: (query: string) => void;
}

function SearchField({ field, query, onQuery }: SearchFieldProps) {
  return (
    <label className="search">
      <span className="unseen">Search conversations</span>
      <Icon name="search" />
      <input
        ref={field}
        type="search"
        className="field"
        placeholder="Search"
        value={query}
        onChange={(event) => onQuery(event.target.value)}
      />
    </label>
  );
}

interface EntriesProps {
  readonly query: string;
  readonly panes: Panes;
  readonly afterChoice: () => void;
}

/** All conversations, or those that the search finds. */
function Entries({ query, panes, afterChoice }: EntriesProps) {
  const list = useChatState((snapshot) => snapshot.list);
  const choose = async (id: ConversationId) => {
    await panes.open(id);
    afterChoice();
  };
  return (
    <div className="sidebar-list">
      {query.trim() === "" ? (
        <ConversationList list={list} panes={panes} onChoose={choose} />
      ) : (
        <SearchResults query={query} onChoose={choose} />
      )}
    </div>
  );
}
