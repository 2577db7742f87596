import { useChat, useChatState } from "../chat/chat-context.ts";
import type { Conversation } from "../data/index.ts";
import { Icon } from "../parts/icon.tsx";

interface PillProps {
  readonly conversation: Conversation;
}

/** Lets Hermes think first. */
export function ThinkPill({ conversation: { id, settings } }: PillProps) {
  const data = useChat();
  return (
    <button
      type="button"
      className="pill thinking"
      aria-pressed={settings.thinking}
      title="Let Hermes reason before it answers"
      onClick={() => data.changeSettings(id, { thinking: !settings.thinking })}
    >
      <Icon name="thought" />
      Think
    </button>
  );
}

/** Lets the server's tools run; missing where it has none. */
export function ToolsPill({ conversation: { id, settings } }: PillProps) {
  const data = useChat();
  const tools = useChatState((snapshot) => snapshot.tools);
  if (tools.status !== "ready" || tools.tools.length === 0) return null;
  return (
    <button
      type="button"
      className="pill"
      aria-pressed={settings.tools}
      title={`Let Hermes use ${tools.tools.map(({ name }) => name).join(", ")}`}
      onClick={() => data.changeSettings(id, { tools: !settings.tools })}
    >
      <Icon name="tool" />
      Tools
    </button>
  );
}
