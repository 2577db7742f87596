import { useChat, useChatState } from "../chat/chat-context.ts";
import type { Conversation } from "../data/index.ts";
import { Icon } from "../parts/icon.tsx";
import { Menu, MenuItem, MenuLine } from "../parts/menu.tsx";

/** Who Hermes is in this conversation. */
export function CharacterMenu({ conversation: { id, settings } }: { readonly conversation: Conversation }) {
  const data = useChat();
  const characters = useChatState((snapshot) => snapshot.characters);
  const current = characters.find((character) => character.id === settings.characterId);
  const name = current?.name ?? (settings.system === "" ? "No character" : "Own prompt");
  return (
    <Menu
      align="start"
      trigger={
        <button type="button" className="pill character" aria-label={`Character: ${name}`}>
          <Icon name="person" />
          <span className="pill-text">{name}</span>
        </button>
      }
    >
      {characters.map((character) => (
        <MenuItem
          key={character.id}
          icon={character.id === settings.characterId ? "check" : "person"}
          onSelect={() => data.chooseCharacter(id, character.id)}
        >
          {character.name}
        </MenuItem>
      ))}
      <MenuLine />
      <MenuItem onSelect={() => data.chooseCharacter(id, null)}>No character</MenuItem>
    </Menu>
  );
}
