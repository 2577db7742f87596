import { useChatState } from "../chat/chat-context.ts";
import type { Conversation } from "../data/index.ts";
import { IconButton } from "../parts/icon-button.tsx";
import { ConversationMenu } from "../sidebar/conversation-menu.tsx";
import { focusComposer } from "./focus.ts";
import { narrow, useMedia } from "./use-media.ts";
import { useNewBeside } from "./use-new-beside.ts";
import type { Panes } from "./use-panes.ts";

interface PaneHeaderProps {
  readonly conversation: Conversation;
  readonly panes: Panes;
  readonly settingsOpen: boolean;
  readonly onSettings: () => void;
  readonly onSidebar?: () => void;
}

export function PaneHeader({ conversation, panes, settingsOpen, onSettings, onSidebar }: PaneHeaderProps) {
  const model = useChatState((snapshot) => snapshot.model);
  const isNarrow = useMedia(narrow);
  const newBeside = useNewBeside(panes);
  return (
    <header className="pane-head">
      {onSidebar !== undefined && <IconButton icon="menu" label="Show conversations" onClick={onSidebar} />}
      <div className="pane-titles">
        <h1 className="pane-title">{conversation.title || "New conversation"}</h1>
        {model !== null && <p className="pane-model">{modelLine(model.id, model.contextLength)}</p>}
      </div>
      {!isNarrow && panes.ids.length === 1 && (
        <IconButton icon="beside" label="New conversation beside this one" onClick={newBeside} />
      )}
      <IconButton icon="sliders" label="Settings" aria-expanded={settingsOpen} onClick={onSettings} />
      <ConversationMenu summary={conversation} panes={panes} />
      {panes.ids.length > 1 && !isNarrow && (
        <IconButton
          icon="close"
          label="Close this conversation's place"
          onClick={() => {
            panes.close(conversation.id);
            focusComposer();
          }}
        />
      )}
    </header>
  );
}

function modelLine(id: string, contextLength: number | null): string {
  return contextLength === null ? id : `${id} · ${contextLength.toLocaleString("en")} tokens of context`;
}
