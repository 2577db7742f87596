import { useId } from "react";
import { useChat, useChatState } from "../chat/chat-context.ts";
import type { Conversation } from "../data/index.ts";
import { CharacterActions } from "./character-actions.tsx";
import { Section } from "./section.tsx";

/** The system prompt, and the characters it can come from. */
export function CharacterSettings({ conversation: { id, settings } }: { readonly conversation: Conversation }) {
  const data = useChat();
  const characters = useChatState((snapshot) => snapshot.characters);
  const field = useId();
  const current = characters.find((character) => character.id === settings.characterId) ?? null;
  return (
    <Section title="Character">
      <label htmlFor={`${field}-who`}>Who Hermes is</label>
      <select
        id={`${field}-who`}
        className="field"
        value={current?.id ?? ""}
        onChange={(event) => data.chooseCharacter(id, event.target.value === "" ? null : event.target.value)}
      >
        <option value="">No character</option>
        {characters.map((character) => (
          <option key={character.id} value={character.id}>
            {character.name}
          </option>
        ))}
      </select>
      <label htmlFor={`${field}-prompt`}>System prompt</label>
      <textarea
        id={`${field}-prompt`}
        className="field system-prompt"
        placeholder="Empty: the model's own. What you write here steers every answer of this conversation."
        value={settings.system}
        onChange={(event) => data.changeSettings(id, { system: event.target.value })}
      />
      <CharacterActions id={id} system={settings.system} current={current} />
    </Section>
  );
}
