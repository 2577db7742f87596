import type { SearchHit } from "../contract.ts";
import { SearchIndex } from "../search/search-index.ts";
import type { Library } from "./library.ts";
import type { SnapshotStore } from "./snapshot-store.ts";

/** Conversations read from the store at once. */
const batchSize = 50;

/** Searches all conversations. The texts are read at the first search; later ones read what changed. */
export class Searcher {
  readonly #snapshots: SnapshotStore;
  readonly #library: Library;
  readonly #index = new SearchIndex();

  constructor(snapshots: SnapshotStore, library: Library) {
    this.#snapshots = snapshots;
    this.#library = library;
  }

  async search(query: string, limit: number): Promise<readonly SearchHit[]> {
    if (query.trim() === "") return [];
    await this.#update();
    return this.#index.search(query, limit);
  }

  async #update(): Promise<void> {
    const { list, conversations } = this.#snapshots.getSnapshot();
    this.#index.keep(new Set(list.map(({ id }) => id)));
    const stale = list.filter(({ id, changedAt, messages }) => {
      if (conversations.has(id)) return true;
      const known = this.#index.source(id);
      return known?.changedAt !== changedAt || Object.keys(known.nodes).length !== messages;
    });
    for (let at = 0; at < stale.length; at += batchSize) {
      const batch = stale.slice(at, at + batchSize).map(({ id }) => this.#library.read(id).catch(() => null));
      for (const conversation of await Promise.all(batch)) if (conversation !== null) this.#index.put(conversation);
    }
  }
}
