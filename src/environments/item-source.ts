import type { Environment, Random } from "./contract.ts";
import { itemHash } from "./held-out.ts";
import { createRandom } from "./random.ts";

/** Share of the drawn items like this one that are taken, 0 to 1; the others are drawn again. */
export type TakeShare = (environment: Environment<unknown>, item: unknown) => number;

/** Training items of several environments without those that are held out. */
export class ItemSource {
  readonly #seed: number;
  readonly #heldOut: ReadonlySet<string>;
  readonly #takeShare: TakeShare;
  readonly #random: Random;
  readonly #streams = new Map<Environment<unknown>, Iterator<unknown>>();
  #excluded = 0;

  constructor(seed: number, heldOut: ReadonlySet<string>, takeShare: TakeShare = () => 1) {
    this.#seed = seed;
    this.#heldOut = heldOut;
    this.#takeShare = takeShare;
    this.#random = createRandom(`take/${seed}`);
  }

  /** Items skipped so far. */
  get excluded(): number {
    return this.#excluded;
  }

  /** The next item of the environment's training split. */
  draw(environment: Environment<unknown>): unknown {
    const stream = this.#streams.get(environment) ?? environment.items("train", this.#seed)[Symbol.iterator]();
    this.#streams.set(environment, stream);
    while (true) {
      const item: unknown = stream.next().value;
      if (this.#isAllowed(environment, item) && this.#random.chance(this.#takeShare(environment, item))) return item;
    }
  }

  /** An item that shares system message and tools with `item`; null where there is none. */
  followUp(environment: Environment<unknown>, item: unknown, random: Random): unknown {
    while (true) {
      const next = environment.followUp?.(item, random) ?? null;
      if (next === null || this.#isAllowed(environment, next)) return next;
    }
  }

  #isAllowed(environment: Environment<unknown>, item: unknown): boolean {
    const held = this.#heldOut.has(itemHash(environment, item));
    if (held) this.#excluded++;
    return !held;
  }
}
