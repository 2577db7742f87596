/** The part of Web Storage that a key needs. */
export type KeyStorage = Pick<Storage, "getItem" | "setItem" | "removeItem">;

const name = "hermes4-key";

/** The key of this tab's session. It outlives a reload where the browser allows, never the tab, and is never written to disk by us. */
export class ApiKey {
  readonly #storage: KeyStorage | null;
  #value: string;

  /** `storage` is sessionStorage; null where it is not to be had. */
  constructor(storage: KeyStorage | null) {
    this.#storage = storage;
    this.#value = storage?.getItem(name) ?? "";
  }

  /** "" for none. */
  get value(): string {
    return this.#value;
  }

  set(value: string): void {
    this.#value = value.trim();
    try {
      if (this.#value === "") this.#storage?.removeItem(name);
      else this.#storage?.setItem(name, this.#value);
    } catch {
      // A full or forbidden session storage: the key is in memory.
    }
  }
}
