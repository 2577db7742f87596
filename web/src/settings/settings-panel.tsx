import { useEffect, useRef } from "react";
import type { Conversation } from "../data/index.ts";
import { IconButton } from "../parts/icon-button.tsx";
import { focusComposer } from "../shell/focus.ts";
import { CharacterSettings } from "./character-settings.tsx";
import { PageSettings } from "./page-settings.tsx";
import { SamplingSettings } from "./sampling-settings.tsx";
import { ThinkingSettings } from "./thinking-settings.tsx";
import { ToolSettings } from "./tool-settings.tsx";
import "./settings.css";

interface SettingsPanelProps {
  readonly conversation: Conversation;
  /** Lies over the conversation instead of beside it. */
  readonly overlaid: boolean;
  readonly onClose: () => void;
}

/** How this conversation is answered. */
export function SettingsPanel({ conversation, overlaid, onClose }: SettingsPanelProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const close = () => {
    onClose();
    focusComposer();
  };
  return (
    <aside
      className={overlaid ? "settings overlaid" : "settings"}
      aria-label="Settings"
      onKeyDown={(event) => {
        // Menus and dialogs opened from here are drawn elsewhere and close by themselves.
        if (event.key === "Escape" && event.currentTarget.contains(event.target as Node)) close();
      }}
    >
      <header className="settings-head">
        <h2 ref={heading} tabIndex={-1}>
          Settings
        </h2>
        <IconButton icon="close" label="Close settings" onClick={close} />
      </header>
      <div className="settings-body">
        <CharacterSettings
          key={`${conversation.id}/${conversation.settings.characterId}`}
          conversation={conversation}
        />
        <ThinkingSettings conversation={conversation} />
        <SamplingSettings conversation={conversation} />
        <ToolSettings conversation={conversation} />
        <PageSettings conversation={conversation} />
      </div>
    </aside>
  );
}
