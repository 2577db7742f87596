import { type FormEvent, useState } from "react";
import { useChat } from "../chat/chat-context.ts";

interface CharacterFormProps {
  readonly system: string;
  /** With the id of the new character; null when the user gave up. */
  readonly onDone: (id: string | null) => void;
}

/** Names a new character. */
export function CharacterForm({ system, onDone }: CharacterFormProps) {
  const data = useChat();
  const [name, setName] = useState("");
  const save = async (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() !== "") onDone(await data.saveCharacter({ name: name.trim(), system }));
  };
  return (
    <form className="character-form" onSubmit={(event) => void save(event)}>
      <input
        // biome-ignore lint/a11y/noAutofocus: the user has just asked to write here
        autoFocus
        className="field"
        aria-label="Name of the character"
        placeholder="Name"
        maxLength={80}
        value={name}
        onChange={(event) => setName(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== "Escape") return;
          event.stopPropagation();
          onDone(null);
        }}
      />
      <button type="submit" className="button primary" disabled={name.trim() === ""}>
        Save
      </button>
    </form>
  );
}
