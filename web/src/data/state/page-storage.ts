import { PageDatabase } from "../store/page-database.ts";
import { StorageFailure, storageFailure } from "../store/storage-failure.ts";
import { TabChannel, type TabMessage } from "../store/tab-channel.ts";
import type { Library } from "./library.ts";
import type { Shelf } from "./shelf.ts";
import type { SnapshotStore } from "./snapshot-store.ts";

export interface PageStorageOptions {
  readonly snapshots: SnapshotStore;
  /** Of the database and the channel between tabs. */
  readonly name: string;
  /** Those that keep their things in the store. */
  readonly library: Library;
  readonly shelf: Shelf;
}

/** The way to the store and to the other tabs; its state stands in the snapshot. */
export class PageStorage {
  readonly #options: PageStorageOptions;
  #database: PageDatabase | null = null;
  #channel: TabChannel | null = null;

  constructor(options: PageStorageOptions) {
    this.#options = options;
  }

  /** Never throws: a page without a store works in memory. */
  async open(): Promise<void> {
    const { snapshots, name, library, shelf } = this.#options;
    try {
      this.#database = await PageDatabase.open({ name, onClosed: (reason) => this.#onClosed(reason) });
      this.#channel ??= new TabChannel(name, (message) => void this.#hear(message));
      await shelf.load(this.#database);
      await library.attach(this.#database);
      snapshots.change({ storage: { status: "ready" } });
    } catch (error) {
      this.fail(error);
    }
  }

  tell(message: TabMessage): void {
    this.#channel?.tell(message);
  }

  /** Shows that the store failed. */
  fail(error: unknown): void {
    const { reason, message } = storageFailure(error);
    const { storage } = this.#options.snapshots.getSnapshot();
    const unsaved = storage.status === "full" ? storage.unsaved : [];
    this.#options.snapshots.change({
      storage: reason === "full" ? { status: "full", message, unsaved } : { status: "unavailable", reason, message },
    });
  }

  /** What pages left that went away; a failure is shown. */
  async takeIn(): Promise<void> {
    await this.#options.library.takeIn().catch((error) => this.fail(error));
  }

  /** Tries again what failed. */
  async retry(): Promise<void> {
    if (this.#database === null) await this.open();
    else await this.takeIn();
    await this.#options.library.saveAll();
  }

  close(): void {
    this.#channel?.close();
    this.#database?.close();
  }

  #onClosed(reason: "newer" | "failed"): void {
    // What the browser gave up can be opened again.
    if (reason === "failed") this.#database = null;
    this.fail(new StorageFailure(reason));
  }

  async #hear(message: TabMessage): Promise<void> {
    const { library, shelf } = this.#options;
    try {
      if (message.type === "saved") await library.refresh(message.id);
      else if (message.type === "left") await library.takeIn();
      else if (message.type === "removed") library.forget(message.ids);
      else if (this.#database !== null) await shelf.load(this.#database);
    } catch (error) {
      this.fail(error);
    }
  }
}
