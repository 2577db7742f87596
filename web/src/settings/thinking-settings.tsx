import { useChat, useChatState } from "../chat/chat-context.ts";
import type { Conversation } from "../data/index.ts";
import { SliderRow } from "../parts/slider-row.tsx";
import { SwitchRow } from "../parts/switch-row.tsx";
import { Section } from "./section.tsx";

/** Upper end of the slider where the context is unknown, in tokens. Larger budgets can be written. */
const usualMost = 8192;

export function ThinkingSettings({ conversation: { id, settings } }: { readonly conversation: Conversation }) {
  const data = useChat();
  const contextLength = useChatState(({ model }) => model?.contextLength ?? null);
  const fold = useChatState(({ preferences }) => preferences.foldReasoning);
  const most = Math.min(usualMost, contextLength ?? usualMost);
  return (
    <Section title="Thinking">
      <SwitchRow
        label="Think before answering"
        checked={settings.thinking}
        onChange={(thinking) => data.changeSettings(id, { thinking })}
      />
      <SwitchRow
        label="Keep thoughts"
        hint="Earlier thoughts stay in the conversation that the model reads."
        checked={settings.keepThoughts}
        onChange={(keepThoughts) => data.changeSettings(id, { keepThoughts })}
      />
      <SwitchRow
        label="Fold finished thoughts"
        checked={fold}
        onChange={(foldReasoning) => data.changePreferences({ foldReasoning })}
      />
      <SliderRow
        label="Thinking budget"
        hint="Tokens after which a thought is ended."
        value={settings.thinkingBudget}
        fallback={most}
        placeholder="no limit"
        min={0}
        max={most}
        step={16}
        onChange={(thinkingBudget) => data.changeSettings(id, { thinkingBudget })}
      />
    </Section>
  );
}
