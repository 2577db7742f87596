import type { DBSchema, IDBPDatabase, IDBPTransaction, StoreNames } from "idb";
import type { ConversationSummary } from "../contract.ts";
import type { Character, Conversation, Preferences } from "../model.ts";

/** A conversation as it lies in the store. Each write adds one to `revision`. */
export interface StoredConversation {
  readonly id: string;
  readonly revision: number;
  readonly conversation: Conversation;
}

export interface StoredSummary extends ConversationSummary {
  readonly revision: number;
}

/** What a page that went away had not saved yet. */
export interface UnsavedConversation {
  /** What the page and the store last had in common. */
  readonly base: Conversation | null;
  readonly conversation: Conversation;
}

export interface PageSchema extends DBSchema {
  conversations: { key: string; value: StoredConversation };
  /** One a conversation, written with it, so that the list needs no texts. */
  summaries: { key: string; value: StoredSummary };
  /** By numbers: two pages may leave the same conversation. */
  unsaved: { key: number; value: UnsavedConversation };
  characters: { key: string; value: Character };
  /** One entry, under "preferences". */
  preferences: { key: string; value: Preferences };
}

export type PageTransaction = IDBPTransaction<PageSchema, StoreNames<PageSchema>[], "versionchange">;

/** Brings a store from one version to the next. */
export type Migration = (database: IDBPDatabase<PageSchema>, transaction: PageTransaction) => Promise<void> | void;

/** In order: the first one makes version 1 of an empty database. A released one never changes; a new one is a row. */
export const migrations: readonly Migration[] = [
  (database) => {
    database.createObjectStore("conversations", { keyPath: "id" });
    database.createObjectStore("summaries", { keyPath: "id" });
    database.createObjectStore("characters", { keyPath: "id" });
    database.createObjectStore("preferences");
  },
  (database) => {
    database.createObjectStore("unsaved", { autoIncrement: true });
  },
];
