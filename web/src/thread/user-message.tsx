import { memo, useState } from "react";
import { useChat, useChatState } from "../chat/chat-context.ts";
import type { ConversationId, UserNode } from "../data/index.ts";
import { CopyButton } from "../parts/copy-button.tsx";
import { IconButton } from "../parts/icon-button.tsx";
import { focusComposer } from "../shell/focus.ts";
import { BranchArrows, type BranchPosition } from "./branch-arrows.tsx";
import { MessageEditor } from "./message-editor.tsx";

interface UserMessageProps extends BranchPosition {
  readonly id: ConversationId;
  readonly node: UserNode;
  readonly isLast: boolean;
}

export const UserMessage = memo(function UserMessage({ id, node, isLast, ...position }: UserMessageProps) {
  const data = useChat();
  const busy = useChatState(({ running }) => running.has(id));
  const [editing, setEditing] = useState(false);
  const answer = () => {
    void data.regenerate(id, node.id);
    focusComposer();
  };
  const cancel = () => {
    setEditing(false);
    focusComposer();
  };
  const save = (text: string) => {
    cancel();
    if (text !== node.content) void data.edit(id, node.id, text);
  };
  return (
    <article className={isLast ? "message user last" : "message user"} aria-labelledby={`from-${node.id}`}>
      <h2 id={`from-${node.id}`} className="unseen">
        You
      </h2>
      {editing ? (
        <MessageEditor label="Your message" text={node.content} action="Send again" onSave={save} onCancel={cancel} />
      ) : (
        <>
          <div className="user-text">{node.content}</div>
          <div className="message-tools">
            <span className="message-actions">
              <CopyButton label="Copy message" text={() => node.content} />
              {isLast && <IconButton small icon="again" label="Answer this message" disabled={busy} onClick={answer} />}
              <IconButton small icon="edit" label="Edit message" disabled={busy} onClick={() => setEditing(true)} />
            </span>
            <BranchArrows id={id} {...position} />
          </div>
        </>
      )}
    </article>
  );
});
