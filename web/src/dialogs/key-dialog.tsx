import { type FormEvent, useState } from "react";
import { useChat, useChatState } from "../chat/chat-context.ts";
import { Dialog } from "../parts/dialog.tsx";
import { Icon } from "../parts/icon.tsx";

/** Asks for the server's key, as long as the server wants one. */
export function KeyDialog() {
  const connection = useChatState((snapshot) => snapshot.connection);
  if (connection.status !== "needs-key") return null;
  return (
    <Dialog
      open
      title="This server asks for a key"
      description="The key is kept in this tab until you close it, and sent to this server only."
    >
      <KeyForm rejected={connection.rejected} />
    </Dialog>
  );
}

function KeyForm({ rejected }: { readonly rejected: boolean }) {
  const data = useChat();
  const [key, setKey] = useState("");
  const [checking, setChecking] = useState(false);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setChecking(true);
    await data.setKey(key.trim());
    setChecking(false);
  };
  return (
    <form onSubmit={(event) => void submit(event)}>
      {/* Tells password managers what belongs to the field. */}
      <input type="text" name="username" autoComplete="username" value="hermes" readOnly hidden />
      <label>
        <span className="unseen">Key</span>
        <input
          className="field"
          type="password"
          autoComplete="current-password"
          placeholder="Key"
          aria-invalid={rejected}
          {...(rejected ? { "aria-describedby": "key-rejected" } : {})}
          value={key}
          onChange={(event) => setKey(event.target.value)}
        />
      </label>
      {rejected && (
        <p id="key-rejected" className="dialog-problem" role="alert">
          <Icon name="warning" />
          The server does not know this key.
        </p>
      )}
      <div className="dialog-actions">
        <button type="submit" className="button primary" disabled={key.trim() === "" || checking}>
          <Icon name="key" />
          Use this key
        </button>
      </div>
    </form>
  );
}
