import { useEffect, useState } from "react";
import { useChat, useChatState } from "../chat/chat-context.ts";
import { Composer } from "../composer/composer.tsx";
import type { Conversation, ConversationId } from "../data/index.ts";
import { SettingsPanel } from "../settings/settings-panel.tsx";
import { Thread } from "../thread/thread.tsx";
import { Welcome } from "../thread/welcome.tsx";
import { ConnectionNotice } from "./connection-notice.tsx";
import { focusComposer } from "./focus.ts";
import { PaneHeader } from "./pane-header.tsx";
import { cramped, useMedia } from "./use-media.ts";
import type { Panes } from "./use-panes.ts";
import "./pane.css";

interface PaneProps {
  readonly id: ConversationId;
  readonly panes: Panes;
  /** What was written and not sent, by conversation; kept while others are on the screen. */
  readonly drafts: Map<ConversationId, string>;
  readonly settingsOpen: boolean;
  readonly onSettings: (open: boolean) => void;
  /** Given where the sidebar is hidden. */
  readonly onSidebar?: () => void;
}

/** One open conversation: its messages, the field to write in, its settings. */
export function Pane({ id, panes, drafts, settingsOpen, onSettings, onSidebar }: PaneProps) {
  const data = useChat();
  const conversation = useChatState(({ conversations }) => conversations.get(id));
  const isCramped = useMedia(cramped);
  const [draft, setDraft] = useState(drafts.get(id) ?? "");
  useFocusWhenEmpty(conversation);
  if (conversation === undefined) return null;
  const covered = settingsOpen && (isCramped || panes.ids.length > 1);
  const activate = () => panes.activate(id);
  const write = (text: string) => {
    setDraft(text);
    drafts.set(id, text);
  };
  return (
    <section
      className={panes.active === id ? "pane active" : "pane"}
      aria-label={conversation.title || "New conversation"}
      onFocus={activate}
      onPointerDownCapture={activate}
    >
      <div className="pane-main" inert={covered}>
        <PaneHeader
          conversation={conversation}
          panes={panes}
          settingsOpen={settingsOpen}
          onSettings={() => onSettings(!settingsOpen)}
          {...(onSidebar === undefined ? {} : { onSidebar })}
        />
        {conversation.leaf === null ? (
          <Welcome conversation={conversation} onExample={write} />
        ) : (
          <Thread conversation={conversation} />
        )}
        <div className="pane-foot">
          <ConnectionNotice isEmpty={conversation.leaf === null} />
          <Composer
            conversation={conversation}
            draft={draft}
            onDraft={write}
            onSend={(text) => void data.send(id, text)}
          />
        </div>
      </div>
      {settingsOpen && (
        <SettingsPanel conversation={conversation} overlaid={covered} onClose={() => onSettings(false)} />
      )}
    </section>
  );
}

/** Who comes to an empty conversation wants to write; on a phone the keyboard would cover the examples. */
function useFocusWhenEmpty(conversation: Conversation | undefined): void {
  const isEmpty = conversation !== undefined && conversation.leaf === null;
  const hasKeyboard = useMedia("(pointer: fine)");
  // biome-ignore lint/correctness/useExhaustiveDependencies: only when the conversation comes to the screen
  useEffect(() => {
    if (isEmpty && hasKeyboard) focusComposer();
  }, [conversation?.id]);
}
