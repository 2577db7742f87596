import { useState } from "react";
import { useChat, useChatState } from "../chat/chat-context.ts";
import type { Conversation } from "../data/index.ts";
import { SwitchRow } from "../parts/switch-row.tsx";
import { Section } from "./section.tsx";

export function PageSettings({ conversation: { id, settings } }: { readonly conversation: Conversation }) {
  const data = useChat();
  const enterSends = useChatState(({ preferences }) => preferences.enterSends);
  const [kept, setKept] = useState(false);
  return (
    <Section title="Page">
      <SwitchRow
        label="JSON as a tree"
        checked={settings.jsonView}
        onChange={(jsonView) => data.changeSettings(id, { jsonView })}
      />
      <SwitchRow
        label="Enter sends"
        hint="Otherwise Ctrl + Enter does."
        checked={enterSends}
        onChange={(value) => data.changePreferences({ enterSends: value })}
      />
      <div className="settings-actions">
        <button
          type="button"
          className="button small"
          onClick={() => {
            data.changePreferences({ settings });
            setKept(true);
          }}
        >
          Start new conversations like this one
        </button>
        <span className="hint" role="status">
          {kept && "Done."}
        </span>
      </div>
    </Section>
  );
}
