// Part of the hot loop of walking text: only a state's first visit allocates.
import { characterRoom } from "../character-room.ts";
import type { CharacterSteps } from "../contract.ts";

/** What may follow a state of a machine of characters, by kinds of characters. Kinds are bits. */
export interface TextReach {
  /** So many characters of these kinds may follow in any order. */
  readonly kinds: number;
  readonly room: number;
}

/** Longer tokens are walked down to where no more is left of them. */
const limits = { farthest: 32, mostSeen: 64 };

/** The reach of the states of one machine, each found when first asked for. */
export class TextReaches {
  readonly #machine: CharacterSteps;
  readonly #kindClasses: readonly Int32Array[];
  readonly #found: TextReach[] = [];
  readonly #loops: number[] = [];
  /** By state: the kinds of which any character may come. */
  readonly #live: number[] = [];
  /** By kinds: the classes of their characters. */
  readonly #classes = new Map<number, readonly number[]>();

  constructor(machine: CharacterSteps, kindClasses: readonly Int32Array[]) {
    this.#machine = machine;
    this.#kindClasses = kindClasses;
  }

  /** What was found already; undefined where that would be some work. */
  known(state: number): TextReach | undefined {
    return this.#found[state];
  }

  of(state: number): TextReach {
    const known = this.#found[state];
    if (known !== undefined) return known;
    const kinds = this.#steadyKinds(state);
    const reach = { kinds, room: characterRoom(this.#machine, state, this.#classesOf(kinds), limits) };
    this.#found[state] = reach;
    return reach;
  }

  /** Of the kinds that may come now, those behind each of which all of them may come: without the worst until that holds. */
  #steadyKinds(state: number): number {
    let kinds = this.#liveOf(state);
    const behind = this.#kindClasses.map((_, kind) => ((kinds >> kind) & 1 ? this.#liveBehind(state, kind) : 0));
    for (;;) {
      const missing = behind.map((live, kind) => ((kinds >> kind) & 1 ? bitCount(kinds & ~live) : 0));
      const most = Math.max(...missing);
      if (most === 0) return kinds;
      kinds &= ~(1 << missing.indexOf(most));
    }
  }

  /** Kinds that may come behind any character of a kind. */
  #liveBehind(state: number, kind: number): number {
    return this.#kindClasses[kind]!.reduce((live, one) => live & this.#liveOf(this.#machine.step(state, one)), -1);
  }

  /** Kinds of which all characters lead back to the state. */
  loops(state: number): number {
    this.#loops[state] ??= this.#kindsWhere((characterClass) => this.#machine.step(state, characterClass) === state);
    return this.#loops[state]!;
  }

  #liveOf(state: number): number {
    this.#live[state] ??= this.#kindsWhere((characterClass) => this.#machine.step(state, characterClass) >= 0);
    return this.#live[state]!;
  }

  /** Those of which all classes pass. */
  #kindsWhere(passes: (characterClass: number) => boolean): number {
    return this.#kindClasses.reduce((kinds, classes, kind) => (classes.every(passes) ? kinds | (1 << kind) : kinds), 0);
  }

  #classesOf(kinds: number): readonly number[] {
    let classes = this.#classes.get(kinds);
    if (classes === undefined) {
      classes = [...new Set(this.#kindClasses.flatMap((own, kind) => ((kinds >> kind) & 1 ? [...own] : [])))];
      this.#classes.set(kinds, classes);
    }
    return classes;
  }
}

function bitCount(bits: number): number {
  let count = 0;
  for (let rest = bits; rest !== 0; rest &= rest - 1) count++;
  return count;
}
