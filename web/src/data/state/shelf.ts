import { builtInCharacters } from "../characters/built-in.ts";
import type { CharacterDraft } from "../contract.ts";
import { defaultPreferences } from "../defaults.ts";
import { createId } from "../ids.ts";
import type { Character, Preferences } from "../model.ts";
import type { PageDatabase } from "../store/page-database.ts";
import type { SnapshotStore } from "./snapshot-store.ts";

export interface ShelfOptions {
  readonly snapshots: SnapshotStore;
  /** Told after characters or preferences were written. */
  readonly onSaved: () => void;
  readonly onFailure: (error: unknown) => void;
  readonly now: () => number;
}

/** Characters and preferences. The last writer wins, character by character. */
export class Shelf {
  readonly #options: ShelfOptions;
  #database: PageDatabase | null = null;

  constructor(options: ShelfOptions) {
    this.#options = options;
  }

  get #snapshot() {
    return this.#options.snapshots.getSnapshot();
  }

  /** Reads what is stored; also after another tab changed it. Throws StorageFailure. */
  async load(database: PageDatabase): Promise<void> {
    this.#database = database;
    const [characters, preferences] = await Promise.all([database.characters(), database.preferences()]);
    const chosen = { ...defaultPreferences, ...preferences };
    const settings = { ...defaultPreferences.settings, ...preferences?.settings };
    this.#options.snapshots.change({ preferences: { ...chosen, settings } });
    this.#show(characters);
  }

  find(id: string): Character | null {
    return this.#snapshot.characters.find((character) => character.id === id) ?? null;
  }

  async save(draft: CharacterDraft): Promise<string> {
    const known = draft.id === undefined ? null : this.find(draft.id);
    const id = known === null || known.builtIn ? createId() : known.id;
    await this.add([
      {
        id,
        name: draft.name,
        system: draft.system,
        example: draft.example ?? known?.example ?? null,
        thinking: draft.thinking ?? known?.thinking ?? false,
        builtIn: false,
        changedAt: this.#options.now(),
      },
    ]);
    return id;
  }

  /** Adds characters; one of the same id is replaced. */
  async add(characters: readonly Character[]): Promise<void> {
    const ids = new Set(characters.map(({ id }) => id));
    this.#show([...this.#own().filter(({ id }) => !ids.has(id)), ...characters]);
    await this.#write((database) => database.putCharacters(characters));
  }

  /** Without effect for a built-in one. */
  async remove(id: string): Promise<void> {
    if (this.find(id)?.builtIn !== false) return;
    this.#show(this.#own().filter((character) => character.id !== id));
    await this.#write((database) => database.removeCharacter(id));
  }

  async changePreferences(change: Partial<Preferences>): Promise<void> {
    const preferences = { ...this.#snapshot.preferences, ...change };
    this.#options.snapshots.change({ preferences });
    await this.#write((database) => database.putPreferences(preferences));
  }

  #own(): Character[] {
    return this.#snapshot.characters.filter(({ builtIn }) => !builtIn);
  }

  #show(own: readonly Character[]): void {
    const sorted = own.toSorted((a, b) => a.name.localeCompare(b.name));
    this.#options.snapshots.change({ characters: [...builtInCharacters, ...sorted] });
  }

  async #write(work: (database: PageDatabase) => Promise<void>): Promise<void> {
    if (this.#database === null) return;
    try {
      await work(this.#database);
      this.#options.onSaved();
    } catch (error) {
      this.#options.onFailure(error);
    }
  }
}
