import { type FormEvent, type RefObject, useState } from "react";
import { useChat } from "../chat/chat-context.ts";
import type { ConversationId } from "../data/index.ts";
import { Dialog } from "../parts/dialog.tsx";

interface RenameDialogProps {
  readonly id: ConversationId;
  readonly title: string;
  readonly opener: RefObject<HTMLElement | null>;
  readonly onClose: () => void;
}

export function RenameDialog({ id, title, opener, onClose }: RenameDialogProps) {
  const data = useChat();
  const [value, setValue] = useState(title);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    data.renameConversation(id, value.trim());
    onClose();
  };
  return (
    <Dialog open title="Rename conversation" opener={opener} onClose={onClose}>
      <form onSubmit={submit}>
        <label>
          <span className="unseen">Title</span>
          <input
            className="field"
            value={value}
            maxLength={200}
            onFocus={(event) => event.target.select()}
            onChange={(event) => setValue(event.target.value)}
          />
        </label>
        <p className="hint">Left empty, the first words of the conversation are its title.</p>
        <div className="dialog-actions">
          <button type="button" className="button" onClick={onClose}>
            Cancel
          </button>
          <button type="submit" className="button primary">
            Rename
          </button>
        </div>
      </form>
    </Dialog>
  );
}
