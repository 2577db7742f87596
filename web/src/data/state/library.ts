import type { ConversationSummary, StorageState } from "../contract.ts";
import type { Conversation, ConversationId, NodeId } from "../model.ts";
import { ConversationSaver } from "../store/conversation-saver.ts";
import type { PageDatabase } from "../store/page-database.ts";
import type { StorageFailure } from "../store/storage-failure.ts";
import type { TabMessage } from "../store/tab-channel.ts";
import { settleInterrupted } from "../tree/settle-interrupted.ts";
import { summarise } from "../tree/summarise.ts";
import type { SnapshotStore } from "./snapshot-store.ts";

export interface LibraryOptions {
  readonly snapshots: SnapshotStore;
  readonly tell: (message: TabMessage) => void;
  /** Answers that run in some tab, this one included. */
  readonly runningAnswers: () => Promise<ReadonlySet<NodeId>>;
  /** Between a change and its saving, in milliseconds. */
  readonly saveAfterMs: number;
}

/** The conversations: those in memory, the list of all, and their way to the store. */
export class Library {
  readonly #options: LibraryOptions;
  /** Null while there is no store. */
  #saver: ConversationSaver | null = null;
  #database: PageDatabase | null = null;
  /** To be taken out of memory as soon as they are saved and at rest. */
  readonly #closing = new Set<ConversationId>();

  constructor(options: LibraryOptions) {
    this.#options = options;
  }

  get #snapshot() {
    return this.#options.snapshots.getSnapshot();
  }

  /** Takes a store up; what is in memory goes into it. Throws StorageFailure. */
  async attach(database: PageDatabase): Promise<void> {
    this.#database = database;
    this.#saver = null;
    const [left] = await Promise.allSettled([this.takeIn()]);
    const stored = await database.summaries();
    this.#saver = new ConversationSaver(database, {
      current: (id) => this.get(id),
      replace: (conversation) => this.#hold(conversation),
      // Its answer ends with the page; should the page be kept after all, a later state is further on.
      leaving: (conversation) =>
        settleInterrupted(conversation, (node) => node !== this.#snapshot.running.get(conversation.id)?.node),
      saved: (id) => this.#onSaved(id),
      failed: (id, failure) => this.#onFailed(id, failure),
    });
    const held = [...this.#snapshot.conversations.values()].filter((conversation) => !isEmpty(conversation));
    this.#setList([...held.map(summarise), ...stored.map(({ revision: _, ...summary }) => summary)]);
    for (const id of this.#snapshot.conversations.keys()) this.#schedule(id);
    if (left.status === "rejected") throw left.reason;
  }

  get(id: ConversationId): Conversation | null {
    return this.#snapshot.conversations.get(id) ?? null;
  }

  /** Adds or replaces a conversation in memory, and saves it if it is not empty. */
  put(conversation: Conversation): void {
    this.#hold(conversation);
    this.#schedule(conversation.id);
  }

  /** Adds one to list and store that nobody looks at yet. */
  async add(conversation: Conversation): Promise<void> {
    this.#hold(conversation);
    await this.saveNow(conversation.id);
    this.close(conversation.id);
  }

  /** Without effect for one that is not open. */
  update(id: ConversationId, change: (conversation: Conversation) => Conversation): void {
    const before = this.get(id);
    if (before === null) return;
    const after = change(before);
    if (after !== before) this.put(after);
  }

  /** False when there is no such conversation. */
  async open(id: ConversationId): Promise<boolean> {
    this.#closing.delete(id);
    if (this.get(id) !== null) return true;
    const loaded = await this.#saver?.load(id).catch((error: StorageFailure) => {
      this.#onFailed(null, error);
      return null;
    });
    if (loaded == null) return this.get(id) !== null;
    const running = await this.#options.runningAnswers();
    // Opened twice at once: the first one counts.
    if (this.get(id) === null) this.#hold(settleInterrupted(loaded, (node) => running.has(node)));
    return true;
  }

  /** Marks answers as interrupted whose tab is gone. */
  async settle(id: ConversationId): Promise<void> {
    const running = await this.#options.runningAnswers();
    this.update(id, (conversation) => settleInterrupted(conversation, (node) => running.has(node)));
  }

  close(id: ConversationId): void {
    this.#closing.add(id);
    this.closeIfDone(id);
  }

  /** Takes one out of memory that was closed, unless its answer runs or it is unsaved. */
  closeIfDone(id: ConversationId): void {
    const conversation = this.get(id);
    if (!this.#closing.has(id) || conversation === null || this.#snapshot.running.has(id)) return;
    const unsaved = this.#saver === null || this.#saver.isUnsaved(id);
    if (unsaved && !isEmpty(conversation)) return;
    this.#drop([id]);
  }

  /** Out of memory, list and store, in every tab. */
  async remove(ids: readonly ConversationId[]): Promise<void> {
    this.forget(ids);
    try {
      await this.#database?.remove(ids);
      this.#options.tell({ type: "removed", ids });
    } catch (error) {
      this.#onFailed(null, error as StorageFailure);
    }
  }

  /** Another tab deleted them. */
  forget(ids: readonly ConversationId[]): void {
    const gone = new Set(ids);
    this.#options.snapshots.batch(() => {
      this.#drop(ids);
      this.#setList(this.#snapshot.list.filter(({ id }) => !gone.has(id)));
      for (const id of ids) this.#noteSaved(id);
    });
  }

  /** Another tab saved one. */
  async refresh(id: ConversationId): Promise<void> {
    if (this.get(id) !== null) await this.#saver?.refresh(id);
    else {
      const stored = await this.#database?.read(id);
      if (stored != null && this.get(id) === null) this.#list(summarise(stored.conversation));
    }
  }

  /** Of memory or store; null when there is none. Throws StorageFailure, which stands in the snapshot then. */
  async read(id: ConversationId): Promise<Conversation | null> {
    try {
      return this.get(id) ?? (await this.#database?.read(id))?.conversation ?? null;
    } catch (error) {
      this.#onFailed(null, error as StorageFailure);
      throw error;
    }
  }

  /** Saves all that is not; failures are in the snapshot. */
  async saveAll(): Promise<void> {
    await this.#saver?.saveAll();
  }

  /** The page goes away, perhaps for good. */
  leave(): void {
    if (this.#saver?.leave()) this.#options.tell({ type: "left" });
  }

  /** Takes in what pages left that went away. Throws StorageFailure; where there is no room it stays for the next time. */
  async takeIn(): Promise<void> {
    for (const id of (await this.#database?.takeIn()) ?? []) {
      this.#options.tell({ type: "saved", id });
      await this.refresh(id);
      this.#noteSaved(id);
    }
  }

  async saveNow(id: ConversationId): Promise<void> {
    const conversation = this.get(id);
    if (conversation !== null && !isEmpty(conversation)) await this.#saver?.save(id);
  }

  #schedule(id: ConversationId): void {
    const conversation = this.get(id);
    if (conversation !== null && !isEmpty(conversation)) this.#saver?.schedule(id, this.#options.saveAfterMs);
  }

  #hold(conversation: Conversation): void {
    this.#options.snapshots.batch(() => {
      const conversations = new Map(this.#snapshot.conversations).set(conversation.id, conversation);
      this.#options.snapshots.change({ conversations });
      if (!isEmpty(conversation)) this.#list(summarise(conversation));
    });
  }

  #drop(ids: readonly ConversationId[]): void {
    const conversations = new Map(this.#snapshot.conversations);
    for (const id of ids) {
      conversations.delete(id);
      this.#closing.delete(id);
      this.#saver?.forget(id);
    }
    this.#options.snapshots.change({ conversations });
  }

  #list(summary: ConversationSummary): void {
    const known = this.#snapshot.list.find(({ id }) => id === summary.id);
    const same =
      known !== undefined &&
      (Object.keys(known) as (keyof ConversationSummary)[]).every((key) => known[key] === summary[key]);
    if (!same) this.#setList([summary, ...this.#snapshot.list]);
  }

  /** The first one of an id counts. */
  #setList(summaries: readonly ConversationSummary[]): void {
    const byId = new Map<ConversationId, ConversationSummary>();
    for (const summary of summaries) if (!byId.has(summary.id)) byId.set(summary.id, summary);
    this.#options.snapshots.change({ list: [...byId.values()].sort((a, b) => b.changedAt - a.changedAt) });
  }

  #onSaved(id: ConversationId): void {
    this.#options.tell({ type: "saved", id });
    this.#noteSaved(id);
    this.closeIfDone(id);
  }

  #noteSaved(id: ConversationId): void {
    const { storage } = this.#snapshot;
    // A failure that has passed.
    if (storage.status === "unavailable") this.#options.snapshots.change({ storage: { status: "ready" } });
    if (storage.status !== "full") return;
    const unsaved = storage.unsaved.filter((other) => other !== id);
    this.#options.snapshots.change({ storage: unsaved.length === 0 ? { status: "ready" } : { ...storage, unsaved } });
  }

  #onFailed(id: ConversationId | null, failure: StorageFailure): void {
    const { storage } = this.#snapshot;
    const { reason, message } = failure;
    let next: StorageState;
    if (reason === "full") {
      const before = storage.status === "full" ? storage.unsaved : [];
      next = { status: "full", message, unsaved: id === null ? before : [...new Set([...before, id])] };
    } else next = { status: "unavailable", reason, message };
    this.#options.snapshots.change({ storage: next });
  }
}

function isEmpty(conversation: Conversation): boolean {
  return conversation.leaf === null && conversation.removed.length === 0;
}
