import { useState } from "react";
import { useChat } from "../chat/chat-context.ts";
import type { Character, ConversationId } from "../data/index.ts";
import { Icon } from "../parts/icon.tsx";
import { CharacterForm } from "./character-form.tsx";

interface CharacterActionsProps {
  readonly id: ConversationId;
  readonly system: string;
  /** The character that the prompt came from; null for none. */
  readonly current: Character | null;
}

/** Keeps a prompt as a character, changes and deletes one. */
export function CharacterActions({ id, system, current }: CharacterActionsProps) {
  const data = useChat();
  const [naming, setNaming] = useState(false);
  if (naming) {
    const done = (characterId: string | null) => {
      setNaming(false);
      if (characterId !== null) data.chooseCharacter(id, characterId);
    };
    return <CharacterForm system={system} onDone={done} />;
  }
  return (
    <div className="settings-actions">
      <button type="button" className="button small" disabled={system === ""} onClick={() => setNaming(true)}>
        <Icon name="plus" />
        Save as character
      </button>
      {current !== null && !current.builtIn && <OwnCharacter character={current} system={system} />}
    </div>
  );
}

interface OwnCharacterProps {
  readonly character: Character;
  readonly system: string;
}

/** Built-in characters stay as they are. */
function OwnCharacter({ character: { id, name, system: kept }, system }: OwnCharacterProps) {
  const data = useChat();
  return (
    <>
      {system !== kept && (
        <button type="button" className="button small" onClick={() => void data.saveCharacter({ id, name, system })}>
          Update “{name}”
        </button>
      )}
      <button type="button" className="button small danger" onClick={() => void data.deleteCharacter(id)}>
        Delete “{name}”
      </button>
    </>
  );
}
