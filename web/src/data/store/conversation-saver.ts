import type { Conversation, ConversationId } from "../model.ts";
import { mergeConversations } from "../tree/merge-conversations.ts";
import type { PageDatabase } from "./page-database.ts";
import type { StoredConversation } from "./schema.ts";
import { type StorageFailure, storageFailure } from "./storage-failure.ts";

/** Whoever holds the conversations in memory. */
export interface SaverHost {
  current(id: ConversationId): Conversation | null;
  /** Takes what was joined with another tab's. */
  replace(conversation: Conversation): void;
  /** What is left of a conversation when the page goes away. */
  leaving(conversation: Conversation): Conversation;
  saved(id: ConversationId): void;
  failed(id: ConversationId, failure: StorageFailure): void;
}

interface Entry {
  /** What we and the store last had in common; null before the first write. */
  base: Conversation | null;
  revision: number;
  timer: ReturnType<typeof setTimeout> | undefined;
  /** The write on its way. */
  writing: Promise<void> | null;
}

/**
 * Keeps the store up with the memory: one write a conversation at a time, each only over the revision it knows. When another tab was
 * faster, both are joined and written again, so that neither overwrites the other.
 */
export class ConversationSaver {
  readonly #database: PageDatabase;
  readonly #host: SaverHost;
  readonly #entries = new Map<ConversationId, Entry>();

  constructor(database: PageDatabase, host: SaverHost) {
    this.#database = database;
    this.#host = host;
  }

  /** Reads a conversation into our care; null when there is none. */
  async load(id: ConversationId): Promise<Conversation | null> {
    const stored = await this.#database.read(id);
    if (stored === null) return null;
    this.#entries.set(id, this.#newEntry(stored));
    return stored.conversation;
  }

  isUnsaved(id: ConversationId): boolean {
    const current = this.#host.current(id);
    return current !== null && current !== (this.#entries.get(id)?.base ?? null);
  }

  /** Writes after a while; calls in between are one. */
  schedule(id: ConversationId, delayMs: number): void {
    const entry = this.#entryOf(id);
    entry.timer ??= setTimeout(() => void this.save(id), delayMs);
  }

  /** Writes now, and again if it changed meanwhile. Never throws: the host is told. */
  async save(id: ConversationId): Promise<void> {
    const entry = this.#entryOf(id);
    clearTimeout(entry.timer);
    entry.timer = undefined;
    // A write on its way may have taken an older state.
    while (entry.writing !== null) await entry.writing;
    entry.writing = this.#write(id, entry).finally(() => {
      entry.writing = null;
    });
    await entry.writing;
  }

  async saveAll(): Promise<void> {
    const unsaved = [...this.#entries.keys()].filter((id) => this.isUnsaved(id));
    await Promise.all(unsaved.map((id) => this.save(id)));
  }

  /** For a page that goes away: leaves what is not saved, also what is being written, to the others. False when there was nothing. */
  leave(): boolean {
    const unsaved = [...this.#entries].flatMap(([id, { base }]) => {
      const conversation = this.#host.current(id);
      return conversation === null || conversation === base
        ? []
        : [{ base, conversation: this.#host.leaving(conversation) }];
    });
    if (unsaved.length > 0) this.#database.leave(unsaved);
    return unsaved.length > 0;
  }

  /** Another tab wrote: takes that into memory. */
  async refresh(id: ConversationId): Promise<void> {
    const entry = this.#entries.get(id);
    if (entry === undefined) return;
    while (entry.writing !== null) await entry.writing;
    const stored = await this.#database.read(id);
    if (stored === null || stored.revision === entry.revision || this.#entries.get(id) !== entry) return;
    const unsaved = this.isUnsaved(id);
    const joined = this.#join(entry, stored);
    if (joined === null) return;
    if (unsaved) this.schedule(id, 0);
    else entry.base = joined;
  }

  forget(id: ConversationId): void {
    clearTimeout(this.#entries.get(id)?.timer);
    this.#entries.delete(id);
  }

  async #write(id: ConversationId, entry: Entry): Promise<void> {
    try {
      while (this.#entries.get(id) === entry) {
        const ours = this.#host.current(id);
        if (ours === null || ours === entry.base) break;
        const outcome = await this.#database.write(ours, entry.revision);
        if (outcome.status === "saved") {
          entry.base = ours;
          entry.revision = outcome.revision;
          break;
        }
        this.#join(entry, outcome.stored);
      }
      this.#host.saved(id);
    } catch (error) {
      this.#host.failed(id, storageFailure(error));
    }
  }

  #join(entry: Entry, stored: StoredConversation): Conversation | null {
    const ours = this.#host.current(stored.id);
    if (ours === null) return null;
    const joined = mergeConversations(entry.base, ours, stored.conversation);
    entry.base = stored.conversation;
    entry.revision = stored.revision;
    this.#host.replace(joined);
    return joined;
  }

  #entryOf(id: ConversationId): Entry {
    const known = this.#entries.get(id);
    if (known !== undefined) return known;
    const entry = this.#newEntry(null);
    this.#entries.set(id, entry);
    return entry;
  }

  #newEntry(stored: StoredConversation | null): Entry {
    return { base: stored?.conversation ?? null, revision: stored?.revision ?? 0, timer: undefined, writing: null };
  }
}
