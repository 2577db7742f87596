import type { ByteMachine, TextState } from "../contract.ts";
import { type MachineStep, maskStateOf, stepExactly, stepForMask } from "../mask-steps.ts";

/** One after another: every word of `machines[0]`, then every word of `machines[1]`, and so on; at least one machine. */
export function sequenceMachine(machines: readonly ByteMachine[]): ByteMachine {
  return new SequenceMachine(machines);
}

/**
 * States are pairs of a machine and a state of it. Where a word could end and also go on, going on comes first: exact as long as no
 * machine accepts a word that goes on with a first byte of its follower, as with JSON values and what stands behind them.
 */
class SequenceMachine implements ByteMachine {
  readonly start: number;
  readonly #machines: readonly ByteMachine[];
  readonly #places: { readonly part: number; readonly inner: number }[] = [];
  /** By machine: numbers of its states here. */
  readonly #numbers: readonly Map<number, number>[];

  constructor(machines: readonly ByteMachine[]) {
    this.#machines = machines;
    this.#numbers = machines.map(() => new Map());
    this.start = this.#number(0, machines[0]!.start);
  }

  next(state: number, byte: number): number {
    return this.#step(state, byte, stepExactly);
  }

  nextForMask(state: number, byte: number): number {
    return this.#step(state, byte, stepForMask);
  }

  maskState(state: number): number {
    const { part, inner } = this.#places[state]!;
    return this.#number(part, maskStateOf(this.#machines[part]!, inner));
  }

  #step(state: number, byte: number, step: MachineStep): number {
    const place = this.#places[state]!;
    let inner = step(this.#machines[place.part]!, place.inner, byte);
    if (inner >= 0) return this.#number(place.part, inner);
    for (let part = place.part; this.#mayLeave(part, place); ) {
      part++;
      inner = step(this.#machines[part]!, this.#machines[part]!.start, byte);
      if (inner >= 0) return this.#number(part, inner);
    }
    return -1;
  }

  isAccepting(state: number): boolean {
    const place = this.#places[state]!;
    let part = place.part;
    while (this.#mayLeave(part, place)) part++;
    const inner = part === place.part ? place.inner : this.#machines[part]!.start;
    return part === this.#machines.length - 1 && this.#machines[part]!.isAccepting(inner);
  }

  plainTextRoom(state: number): number {
    const { part, inner } = this.#places[state]!;
    return this.#machines[part]!.plainTextRoom(inner);
  }

  textRoom(state: number): number {
    const { part, inner } = this.#places[state]!;
    return this.#machines[part]!.textRoom?.(inner) ?? 0;
  }

  textLimit(state: number): number {
    const { part, inner } = this.#places[state]!;
    return this.#machines[part]!.textLimit?.(inner) ?? Number.POSITIVE_INFINITY;
  }

  isUniformText(state: number): boolean {
    const { part, inner } = this.#places[state]!;
    return this.#machines[part]!.isUniformText?.(inner) ?? false;
  }

  textState(state: number): TextState | null {
    const { part, inner } = this.#places[state]!;
    return this.#machines[part]!.textState?.(inner) ?? null;
  }

  bytesTowardsEnd(state: number): readonly number[] | null {
    const { part, inner } = this.#places[state]!;
    return this.#machines[part]!.bytesTowardsEnd?.(inner) ?? null;
  }

  get stateCount(): number {
    return this.#places.length;
  }

  /** Whether the follower of `part` may begin here: `part` is the place's own, or one behind it that was left empty. */
  #mayLeave(part: number, place: { readonly part: number; readonly inner: number }): boolean {
    if (part + 1 >= this.#machines.length) return false;
    const machine = this.#machines[part]!;
    return machine.isAccepting(part === place.part ? place.inner : machine.start);
  }

  #number(part: number, inner: number): number {
    const numbers = this.#numbers[part]!;
    let number = numbers.get(inner);
    if (number === undefined) {
      number = this.#places.push({ part, inner }) - 1;
      numbers.set(inner, number);
    }
    return number;
  }
}
