import type { ExportedFile, ExportFormat, ImportOutcome } from "../contract.ts";
import { fileName } from "../exchange/file-names.ts";
import { ImportFailure } from "../exchange/import-failure.ts";
import { renderCharactersJson, renderConversationsJson } from "../exchange/json-file.ts";
import { renderMarkdownFile } from "../exchange/render-markdown.ts";
import { placeCharacter, placeConversation, readFileContent } from "../exchange/take-in.ts";
import type { Character, Conversation, ConversationId } from "../model.ts";
import { StorageFailure } from "../store/storage-failure.ts";
import type { Library } from "./library.ts";
import type { Shelf } from "./shelf.ts";
import type { SnapshotStore } from "./snapshot-store.ts";

/** Conversations and characters to files and back. */
export class Exchange {
  readonly #snapshots: SnapshotStore;
  readonly #library: Library;
  readonly #shelf: Shelf;

  constructor(snapshots: SnapshotStore, library: Library, shelf: Shelf) {
    this.#snapshots = snapshots;
    this.#library = library;
    this.#shelf = shelf;
  }

  async exportConversations(format: ExportFormat, ids?: readonly ConversationId[]): Promise<ExportedFile> {
    const chosen = ids ?? this.#snapshots.getSnapshot().list.map(({ id }) => id);
    const read: Conversation[] = [];
    const missing: ConversationId[] = [];
    for (const id of chosen) {
      const conversation = await this.#library.read(id).catch(() => null);
      if (conversation === null) missing.push(id);
      else read.push(conversation);
    }
    const title = read.length === 1 ? read[0]!.title : "";
    if (format === "json") {
      const text = renderConversationsJson(read);
      return { name: fileName(title, "conversations", "json"), type: "application/json", text, missing };
    }
    const text = renderMarkdownFile(read);
    return { name: fileName(title, "conversations", "md"), type: "text/markdown", text, missing };
  }

  /** Built-in ones only when they are named, as own ones. */
  exportCharacters(ids?: readonly string[]): ExportedFile {
    const { characters } = this.#snapshots.getSnapshot();
    const chosen = characters.filter(({ id, builtIn }) => (ids === undefined ? !builtIn : ids.includes(id)));
    const own = chosen.map((character) => ({ ...character, builtIn: false }));
    const name = fileName(own.length === 1 ? own[0]!.name : "", "characters", "json");
    return { name, type: "application/json", text: renderCharactersJson(own), missing: [] };
  }

  async importFile(text: string): Promise<ImportOutcome> {
    try {
      const { conversations, characters } = readFileContent(text);
      const notes: string[] = [];
      return {
        status: "done",
        conversations: await this.#addConversations(conversations, notes),
        characters: await this.#addCharacters(characters, notes),
        notes,
      };
    } catch (error) {
      if (error instanceof ImportFailure || error instanceof StorageFailure)
        return { status: "failed", message: error.message };
      throw error;
    }
  }

  async #addConversations(read: readonly Conversation[], notes: string[]): Promise<ConversationId[]> {
    const added: ConversationId[] = [];
    for (const conversation of read) {
      const placed = placeConversation(conversation, await this.#library.read(conversation.id));
      if (placed === null) notes.push(`"${conversation.title}" is here already.`);
      else {
        if (placed.id !== conversation.id) notes.push(`"${conversation.title}" was added beside another state of it.`);
        added.push(placed.id);
        await this.#library.add(placed);
      }
    }
    return added;
  }

  async #addCharacters(read: readonly Character[], notes: string[]): Promise<string[]> {
    const added: Character[] = [];
    for (const character of read) {
      const present = added.find(({ id }) => id === character.id) ?? this.#shelf.find(character.id);
      const placed = placeCharacter(character, present);
      if (placed === null) notes.push(`The character "${character.name}" is here already.`);
      else added.push(placed);
    }
    await this.#shelf.add(added);
    return added.map(({ id }) => id);
  }
}
