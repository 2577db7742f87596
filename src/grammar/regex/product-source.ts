import { type Alphabet, refine } from "./alphabet.ts";
import type { ClassMachine } from "./class-machine.ts";
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
    const states = this.#states.sequence(state);
    let living = 0;
    for (let index = 0; index < states.length; index++) {
      const part = this.#parts[index]![characterClass]!;
      const next = states[index] === -1 ? -1 : this.#machines[index]!.step(states[index]!, part);
      if (next !== -1) living += 1;
      else if (!this.#isUnion) return -1;
      this.#next[index] = next;
    }
    return living === 0 ? -1 : this.#intern();
  }

  isAccepting(state: number): boolean {
    const states = this.#states.sequence(state);
    for (let index = 0; index < states.length; index++) {
      const accepts = states[index] !== -1 && this.#machines[index]!.isAccepting(states[index]!);
      if (accepts === this.#isUnion) return this.#isUnion;
    }
    return !this.#isUnion;
  }

  distance(state: number): number {
    const distances = [...this.#states.sequence(state)].flatMap((part, index) =>
      part === -1 ? [] : [this.#machines[index]!.distance(part)],
    );
    return this.#isUnion ? Math.min(...distances) : Math.max(...distances);
  }

  /** In a union, nothing matters beside a part that asks nothing of the rest. */
  #intern(): number {
    if (this.#isUnion) {
      const free = this.#next.findIndex((state, index) => state !== -1 && this.#machines[index]!.isFree(state));
      if (free !== -1) this.#next.fill(-1, 0, free).fill(-1, free + 1);
    }
    return this.#states.intern(this.#next, this.#next.length);
  }
}
