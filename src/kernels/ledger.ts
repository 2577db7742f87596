import { HermesError } from "../errors.ts";

/** What a backend keeps alive: bytes counted, objects disposed with the backend. It also marks whose an object is. */
export class Ledger {
  readonly #live = new Map<{ dispose(): void }, number>();
  #liveBytes = 0;

  get liveBytes(): number {
    return this.#liveBytes;
  }

  add(object: { dispose(): void }, byteLength: number): void {
    this.#live.set(object, byteLength);
    this.#liveBytes += byteLength;
  }

  /** False when the object was removed before. */
  remove(object: { dispose(): void }): boolean {
    this.#liveBytes -= this.#live.get(object) ?? 0;
    return this.#live.delete(object);
  }

  has(object: { dispose(): void }): boolean {
    return this.#live.has(object);
  }

  disposeAll(): void {
    for (const object of this.#live.keys()) object.dispose();
  }
}

/** The error of whoever uses a disposed object. */
export function disposed(what: string): HermesError<"disposed"> {
  return new HermesError("disposed", `This ${what} was disposed; create it again before using it.`, { what });
}
