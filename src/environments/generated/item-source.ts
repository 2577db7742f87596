import type { GeneratedEnvironment, Random } from "../contract.ts";
import { itemHash } from "./held-out.ts";

/** Training items of several environments without those that are held out. */
export class ItemSource {
  readonly #seed: number;
  readonly #heldOut: ReadonlySet<string>;
  readonly #streams = new Map<GeneratedEnvironment<unknown>, Iterator<unknown>>();
  #excluded = 0;

  constructor(seed: number, heldOut: ReadonlySet<string>) {
    this.#seed = seed;
    this.#heldOut = heldOut;
  }

  /** Items skipped so far. */
  get excluded(): number {
    return this.#excluded;
  }

  /** The next item of the environment's training split. */
  draw(environment: GeneratedEnvironment<unknown>): unknown {
    const stream = this.#streams.get(environment) ?? environment.items("train", this.#seed)[Symbol.iterator]();
    this.#streams.set(environment, stream);
    while (true) {
      const item: unknown = stream.next().value;
      if (this.#isAllowed(environment, item)) return item;
    }
  }

  /** An item that shares system message and tools with `item`; null where there is none. */
  followUp(environment: GeneratedEnvironment<unknown>, item: unknown, random: Random): unknown {
    while (true) {
      const next = environment.followUp?.(item, random) ?? null;
      if (next === null || this.#isAllowed(environment, next)) return next;
    }
  }

  #isAllowed(environment: GeneratedEnvironment<unknown>, item: unknown): boolean {
    const held = this.#heldOut.has(itemHash(environment, item));
    if (held) this.#excluded++;
    return !held;
  }
}
