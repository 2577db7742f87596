import { useState } from "react";
import { useChat, useChatState } from "../chat/chat-context.ts";
import { saveFile } from "../chat/files.ts";
import { Icon } from "../parts/icon.tsx";
import { IconButton } from "../parts/icon-button.tsx";
import "./notice.css";

/** Says when conversations cannot be kept, and what can be done about it. */
export function StorageNotice() {
  const data = useChat();
  const storage = useChatState((snapshot) => snapshot.storage);
  const [hidden, setHidden] = useState<string | null>(null);
  if (storage.status === "opening" || storage.status === "ready" || storage.message === hidden) return null;
  const exportAll = async () => saveFile(await data.exportConversations("json"));
  return (
    <div className="notice wide danger" role="alert">
      <Icon name="warning" />
      <p>{storage.message}</p>
      <button type="button" className="button small" onClick={() => void exportAll()}>
        Export everything
      </button>
      {storage.status === "full" && (
        <button type="button" className="button small" onClick={() => void data.retrySaving()}>
          Try again
        </button>
      )}
      {storage.status === "unavailable" && storage.reason === "newer" && (
        <button type="button" className="button small" onClick={() => location.reload()}>
          Reload
        </button>
      )}
      <IconButton small icon="close" label="Hide this notice" onClick={() => setHidden(storage.message)} />
    </div>
  );
}
