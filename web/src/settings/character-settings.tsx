import { useId, useState } from "react";
import { useChat, useChatState } from "../chat/chat-context.ts";
import type { Conversation } from "../data/index.ts";
import { Icon } from "../parts/icon.tsx";
import { CharacterForm } from "./character-form.tsx";
import { Section } from "./section.tsx";

/** The system prompt, and the characters it can come from. */
export function CharacterSettings({ conversation: { id, settings } }: { readonly conversation: Conversation }) {
  const data = useChat();
  const characters = useChatState((snapshot) => snapshot.characters);
  const field = useId();
  const [naming, setNaming] = useState(false);
  const current = characters.find((character) => character.id === settings.characterId) ?? null;
  const changed = current === null ? settings.system !== "" : settings.system !== current.system;
  const own = current !== null && !current.builtIn;
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
      {naming ? (
        <CharacterForm
          system={settings.system}
          onDone={(characterId) => {
            setNaming(false);
            if (characterId !== null) data.chooseCharacter(id, characterId);
          }}
        />
      ) : (
        <div className="settings-actions">
          <button
            type="button"
            className="button small"
            disabled={settings.system === ""}
            onClick={() => setNaming(true)}
          >
            <Icon name="plus" />
            Save as character
          </button>
          {own && changed && (
            <button
              type="button"
              className="button small"
              onClick={() => void data.saveCharacter({ id: current.id, name: current.name, system: settings.system })}
            >
              Update “{current.name}”
            </button>
          )}
          {own && (
            <button type="button" className="button small danger" onClick={() => void data.deleteCharacter(current.id)}>
              Delete “{current.name}”
            </button>
          )}
        </div>
      )}
    </Section>
  );
}
