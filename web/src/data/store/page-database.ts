import { type IDBPDatabase, type IDBPTransaction, openDB } from "idb";
import type { Character, Conversation, Preferences } from "../model.ts";
import { mergeConversations } from "../tree/merge-conversations.ts";
import { summarise } from "../tree/summarise.ts";
import {
  type Migration,
  migrations,
  type PageSchema,
  type StoredConversation,
  type StoredSummary,
  type UnsavedConversation,
} from "./schema.ts";
import { StorageFailure, storageFailure } from "./storage-failure.ts";

export type WriteOutcome =
  | { readonly status: "saved"; readonly revision: number }
  /** Somebody else wrote since; nothing was changed. */
  | { readonly status: "conflict"; readonly stored: StoredConversation };

export interface DatabaseOptions {
  readonly name: string;
  /**
   * The store was closed under us: "newer" when another tab has a later page, to which this one must not write; "failed" when the browser
   * gave it up.
   */
  readonly onClosed: (reason: "newer" | "failed") => void;
  readonly migrations?: readonly Migration[];
  /** Longest wait for another tab to let go of an older version, in milliseconds. Default 3,000. */
  readonly blockedMs?: number;
}

/** The page's store in IndexedDB. Every method throws StorageFailure. */
export class PageDatabase {
  readonly #database: IDBPDatabase<PageSchema>;

  private constructor(database: IDBPDatabase<PageSchema>) {
    this.#database = database;
  }

  static async open(options: DatabaseOptions): Promise<PageDatabase> {
    const blocked = Promise.withResolvers<never>();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const opening = openPageDatabase(options, () => {
      timer = setTimeout(() => blocked.reject(new StorageFailure("blocked")), options.blockedMs ?? 3_000);
    });
    try {
      return new PageDatabase(await Promise.race([opening, blocked.promise]));
    } catch (error) {
      // When the other tab lets go after all, nobody waits any more.
      void opening.then((database) => database.close()).catch(() => undefined);
      throw storageFailure(error);
    } finally {
      clearTimeout(timer);
    }
  }

  summaries(): Promise<StoredSummary[]> {
    return guard(this.#database.getAll("summaries"));
  }

  async read(id: string): Promise<StoredConversation | null> {
    return (await guard(this.#database.get("conversations", id))) ?? null;
  }

  /** Writes if the stored revision still is `expected`, 0 for none. What was deleted meanwhile is written anew. */
  write(conversation: Conversation, expected: number): Promise<WriteOutcome> {
    return guard(this.#write(conversation, expected));
  }

  async #write(conversation: Conversation, expected: number): Promise<WriteOutcome> {
    const transaction = this.#database.transaction(["conversations", "summaries"], "readwrite");
    const conversations = transaction.objectStore("conversations");
    const { id } = conversation;
    const stored = await conversations.get(id);
    if (stored !== undefined && stored.revision !== expected) {
      await transaction.done;
      return { status: "conflict", stored };
    }
    const revision = expected + 1;
    await Promise.all([
      conversations.put({ id, revision, conversation }),
      transaction.objectStore("summaries").put({ ...summarise(conversation), revision }),
      transaction.done,
    ]);
    return { status: "saved", revision };
  }

  /**
   * Leaves what a page that goes away has not saved. A page gets no answers any more, so that it can neither compare nor wait: the browser
   * finishes on its own what is committed here. Nobody is left to be told of a failure.
   */
  leave(unsaved: readonly UnsavedConversation[]): void {
    this.#leave(unsaved).catch(() => undefined);
  }

  async #leave(unsaved: readonly UnsavedConversation[]): Promise<void> {
    const transaction = this.#database.transaction("unsaved", "readwrite");
    const puts = unsaved.map((copy) => transaction.store.put(copy));
    transaction.commit();
    await Promise.all([...puts, transaction.done]);
  }

  /** Joins what pages left behind with what is stored; ids of those conversations. */
  takeIn(): Promise<string[]> {
    return guard(this.#takeIn());
  }

  async #takeIn(): Promise<string[]> {
    const transaction = this.#database.transaction(["conversations", "summaries", "unsaved"], "readwrite");
    const [ids] = await Promise.all([joinAllLeft(transaction), transaction.done]);
    return ids;
  }

  remove(ids: readonly string[]): Promise<void> {
    const transaction = this.#database.transaction(["conversations", "summaries"], "readwrite");
    const deletions = ids.flatMap((id) => [
      transaction.objectStore("conversations").delete(id),
      transaction.objectStore("summaries").delete(id),
    ]);
    // Holds although the page may be closed at once.
    transaction.commit();
    return guard(Promise.all([...deletions, transaction.done]).then(() => undefined));
  }

  characters(): Promise<Character[]> {
    return guard(this.#database.getAll("characters"));
  }

  async putCharacters(characters: readonly Character[]): Promise<void> {
    const transaction = this.#database.transaction("characters", "readwrite");
    await guard(Promise.all([...characters.map((character) => transaction.store.put(character)), transaction.done]));
  }

  async removeCharacter(id: string): Promise<void> {
    await guard(this.#database.delete("characters", id));
  }

  async preferences(): Promise<Preferences | null> {
    return (await guard(this.#database.get("preferences", "preferences"))) ?? null;
  }

  async putPreferences(preferences: Preferences): Promise<void> {
    await guard(this.#database.put("preferences", preferences, "preferences"));
  }

  close(): void {
    this.#database.close();
  }
}

/** A browser that forbids its store throws here, or has none. */
async function openPageDatabase(options: DatabaseOptions, onBlocked: () => void): Promise<IDBPDatabase<PageSchema>> {
  if (globalThis.indexedDB == null) throw new StorageFailure("absent");
  const steps = options.migrations ?? migrations;
  return await openDB<PageSchema>(options.name, steps.length, {
    upgrade: async (database, oldVersion, _newVersion, transaction) => {
      for (const step of steps.slice(oldVersion)) await step(database, transaction);
    },
    blocked: onBlocked,
    blocking: (_current, _blocked, event) => {
      (event.target as IDBDatabase).close();
      options.onClosed("newer");
    },
    terminated: () => options.onClosed("failed"),
  });
}

async function joinAllLeft(
  transaction: IDBPTransaction<PageSchema, ("conversations" | "summaries" | "unsaved")[], "readwrite">,
): Promise<string[]> {
  const conversations = transaction.objectStore("conversations");
  const joined = new Set<string>();
  for (const copy of await transaction.objectStore("unsaved").getAll()) {
    const { id } = copy.conversation;
    const stored = await conversations.get(id);
    // It was stored once and is not any more: somebody deleted it after the page went away.
    if (stored === undefined && copy.base !== null) continue;
    const conversation = stored === undefined ? copy.conversation : joinLeft(copy, stored.conversation);
    const revision = (stored?.revision ?? 0) + 1;
    await conversations.put({ id, revision, conversation });
    await transaction.objectStore("summaries").put({ ...summarise(conversation), revision });
    joined.add(id);
  }
  await transaction.objectStore("unsaved").clear();
  return [...joined];
}

/** Where both changed the same thing, the side that changed last holds: the copy may lie here for long. */
function joinLeft({ base, conversation: left }: UnsavedConversation, stored: Conversation): Conversation {
  const [later, earlier] = stored.changedAt > left.changedAt ? [stored, left] : [left, stored];
  return mergeConversations(base, later, earlier);
}

async function guard<Value>(work: Promise<Value>): Promise<Value> {
  try {
    return await work;
  } catch (error) {
    throw storageFailure(error);
  }
}
