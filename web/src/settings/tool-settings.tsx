import { useChat, useChatState } from "../chat/chat-context.ts";
import type { Conversation } from "../data/index.ts";
import { SwitchRow } from "../parts/switch-row.tsx";
import { Section } from "./section.tsx";

/** The tools that the server offers; which ones is its owner's choice. */
export function ToolSettings({ conversation: { id, settings } }: { readonly conversation: Conversation }) {
  const data = useChat();
  const state = useChatState((snapshot) => snapshot.tools);
  const tools = state.status === "ready" ? state.tools : [];
  return (
    <Section title="Tools">
      <SwitchRow
        label="Use tools"
        hint={tools.length === 0 ? "This server offers none." : "You are asked before each call, unless noted."}
        checked={settings.tools && tools.length > 0}
        disabled={tools.length === 0}
        onChange={(use) => data.changeSettings(id, { tools: use })}
      />
      <ul className="tool-list">
        {tools.map(({ name, description, source, allowed }) => (
          <li key={name}>
            <code>{name}</code> <span className="tool-source">{source}</span>
            <p className="hint">
              {description}
              {allowed && " Runs without asking."}
            </p>
          </li>
        ))}
      </ul>
    </Section>
  );
}
