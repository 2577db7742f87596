import { useChat, useChatState } from "../chat/chat-context.ts";
import { Icon } from "../parts/icon.tsx";
import { ProgressBar } from "../parts/progress-bar.tsx";
import "./notice.css";

/** Why nothing can be sent at the moment, above the field. An empty conversation shows by itself that the model loads. */
export function ConnectionNotice({ isEmpty }: { readonly isEmpty: boolean }) {
  const data = useChat();
  const connection = useChatState((snapshot) => snapshot.connection);
  switch (connection.status) {
    case "ready":
    case "connecting":
    case "needs-key":
      return null;
    case "loading":
      return isEmpty ? null : (
        <div className="notice" role="status">
          <p>The model is being loaded. You can write already.</p>
          <ProgressBar label="Loading the model" value={connection.progress} />
        </div>
      );
    case "failed":
      return (
        <div className="notice danger" role="alert">
          <Icon name="warning" />
          <p>{connection.error.message}</p>
          <button type="button" className="button small" onClick={() => void data.reconnect()}>
            Try again
          </button>
        </div>
      );
  }
}
