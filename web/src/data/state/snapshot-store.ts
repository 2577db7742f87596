import type { ChatSnapshot } from "../contract.ts";

/** The one place where a snapshot is replaced, and listeners are told. */
export class SnapshotStore {
  #snapshot: ChatSnapshot;
  #batches = 0;
  #changed = false;
  readonly #listeners = new Set<() => void>();

  constructor(snapshot: ChatSnapshot) {
    this.#snapshot = snapshot;
  }

  readonly getSnapshot = (): ChatSnapshot => this.#snapshot;

  readonly subscribe = (listener: () => void): (() => void) => {
    // Wrapped, so that the same function given twice is told twice and can be taken off twice.
    const own = () => listener();
    this.#listeners.add(own);
    return () => this.#listeners.delete(own);
  };

  /** Replaces the fields given. */
  change(fields: Partial<ChatSnapshot>): void {
    this.#snapshot = { ...this.#snapshot, ...fields };
    this.#changed = true;
    if (this.#batches === 0) this.#tell();
  }

  /** Listeners are told once, after all changes that `work` makes. */
  batch(work: () => void): void {
    this.#batches++;
    try {
      work();
    } finally {
      this.#batches--;
      if (this.#batches === 0 && this.#changed) this.#tell();
    }
  }

  #tell(): void {
    this.#changed = false;
    for (const listener of [...this.#listeners]) listener();
  }
}
