import { type Alphabet, refine } from "./alphabet.ts";
import type { ClassMachine } from "./class-machine.ts";
import { NEVER } from "./graph-distances.ts";
import type { StateSource } from "./lazy-machine.ts";
import { SequenceStore } from "./sequence-store.ts";

/** Which words of several machines belong: those of all, or those of any. */
export type ProductKind = "all" | "any";

/** Machines walked side by side; a state is what states they are in, -1 for one that has no word left. */
export class ProductSource implements StateSource {
  readonly alphabet: Alphabet;
  readonly start: number;
  readonly isLive: boolean;
  readonly #machines: readonly ClassMachine[];
  readonly #isUnion: boolean;
  readonly #parts: readonly Int32Array[];
  readonly #states = new SequenceStore();
  readonly #next: Int32Array;

  constructor(machines: readonly ClassMachine[], kind: ProductKind) {
    const { alphabet, parts } = refine(machines.map((machine) => machine.alphabet));
    this.alphabet = alphabet;
    this.#parts = parts;
    this.#machines = machines;
    this.#isUnion = kind === "any";
    this.isLive = this.#isUnion;
    this.#next = Int32Array.from(machines, (machine) => machine.start);
    this.start = this.#intern();
  }

  step(state: number, characterClass: number): number {
    const begin = this.#states.begin(state);
    let living = 0;
    for (let index = 0; index < this.#machines.length; index++) {
      const before = this.#states.at(begin + index);
      const next = before === -1 ? -1 : this.#machines[index]!.step(before, this.#parts[index]![characterClass]!);
      if (next !== -1) living += 1;
      else if (!this.#isUnion) return -1;
      this.#next[index] = next;
    }
    return living === 0 ? -1 : this.#intern();
  }

  isAccepting(state: number): boolean {
    const begin = this.#states.begin(state);
    for (let index = 0; index < this.#machines.length; index++) {
      const part = this.#states.at(begin + index);
      const accepts = part !== -1 && this.#machines[index]!.isAccepting(part);
      if (accepts === this.#isUnion) return this.#isUnion;
    }
    return !this.#isUnion;
  }

  /** The nearest part of a union, the farthest of an intersection. */
  distance(state: number): number {
    const begin = this.#states.begin(state);
    let distance = this.#isUnion ? NEVER : 0;
    for (let index = 0; index < this.#machines.length; index++) {
      const part = this.#states.at(begin + index);
      if (part === -1) continue;
      const own = this.#machines[index]!.distance(part);
      distance = this.#isUnion ? Math.min(distance, own) : Math.max(distance, own);
    }
    return distance;
  }

  longest(state: number): number {
    const begin = this.#states.begin(state);
    let longest = this.#isUnion ? 0 : Number.POSITIVE_INFINITY;
    for (let index = 0; index < this.#machines.length; index++) {
      const part = this.#states.at(begin + index);
      if (part === -1) continue;
      const own = this.#machines[index]!.longest(part);
      longest = this.#isUnion ? Math.max(longest, own) : Math.min(longest, own);
    }
    return longest;
  }

  /** No word, for a state of an intersection, when one part asks for more than another leaves. */
  #intern(): number {
    if (this.#isUnion) this.#forgetBesideFree();
    const state = this.#states.intern(this.#next, this.#next.length);
    return this.distance(state) > this.longest(state) ? -1 : state;
  }

  /** In a union, nothing matters beside a part that asks nothing of the rest. */
  #forgetBesideFree(): void {
    const free = this.#next.findIndex((state, index) => state !== -1 && this.#machines[index]!.isFree(state));
    if (free !== -1) this.#next.fill(-1, 0, free).fill(-1, free + 1);
  }
}
