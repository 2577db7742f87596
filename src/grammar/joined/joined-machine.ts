// The hot loop of walking: a step allocates only at the first visit of a state, or of a byte where several readings are open.
import { HermesError } from "../../errors.ts";
import type { ByteMachine, TextState } from "../contract.ts";
import { buildJoinGraph, type JoinPlace } from "./join-graph.ts";
import type { Part } from "./part.ts";

/** States of one machine, and readings of one text; more are parts that nothing tells apart. */
const MAX_STATES = 1 << 20;
const MAX_ITEMS = 4096;

/** All that a text may be so far: places of machines, each with the machine's state, in turn; sorted. */
interface State {
  readonly items: readonly number[];
  readonly accepts: boolean;
}

const UNKNOWN = -2;

type Step = (machine: ByteMachine, inner: number, byte: number) => number;

const step: Step = (machine, inner, byte) => machine.next(inner, byte);
const stepForMask: Step = (machine, inner, byte) =>
  machine.nextForMask === undefined ? machine.next(inner, byte) : machine.nextForMask(inner, byte);

/**
 * The language of a part. All readings are followed side by side, so that it is exact also where a word of one part might go on as the next
 * one begins. Every state has a word behind it as far as the machines can tell.
 */
export function joinedMachine(part: Part): ByteMachine {
  return new JoinedMachine(part);
}

class JoinedMachine implements ByteMachine {
  readonly start: number;
  readonly #places: readonly JoinPlace[];
  readonly #states: State[] = [];
  readonly #numbers = new Map<string, number>();
  /** By place: states of one reading whose word may not end there, by the machine's state. Nearly all are of this kind. */
  readonly #singles: readonly Map<number, number>[];
  /** By state of another kind: where each byte leads, and for masks. */
  readonly #rows: (Int32Array | undefined)[] = [];
  readonly #maskRows: (Int32Array | undefined)[] = [];

  constructor(part: Part) {
    const { places, start } = buildJoinGraph(part);
    this.#places = places;
    this.#singles = places.map(() => new Map());
    const reading = new Reading(places);
    reading.enter(start);
    this.start = this.#number(reading);
  }

  get stateCount(): number {
    return this.#states.length;
  }

  next(state: number, byte: number): number {
    return this.#step(state, byte, step, this.#rows);
  }

  nextForMask(state: number, byte: number): number {
    return this.#step(state, byte, stepForMask, this.#maskRows);
  }

  maskState(state: number): number {
    const { items, accepts } = this.#states[state]!;
    if (items.length !== 2) return state;
    const { machine } = this.#machineAt(items[0]!);
    const inner = machine.maskState?.(items[1]!) ?? items[1]!;
    return inner === items[1]! ? state : this.#intern([items[0]!, inner], accepts);
  }

  isAccepting(state: number): boolean {
    return this.#states[state]!.accepts;
  }

  plainTextRoom(state: number): number {
    return this.#most(state, (machine, inner) => machine.plainTextRoom(inner));
  }

  textRoom(state: number): number {
    return this.#most(state, (machine, inner) => machine.textRoom?.(inner) ?? 0);
  }

  textLimit(state: number): number {
    const only = this.#only(state);
    return only?.machine.textLimit?.(only.inner) ?? Number.POSITIVE_INFINITY;
  }

  isUniformText(state: number): boolean {
    const only = this.#only(state);
    return only?.machine.isUniformText?.(only.inner) ?? false;
  }

  textState(state: number): TextState | null {
    const only = this.#only(state);
    return only?.machine.textState?.(only.inner) ?? null;
  }

  bytesTowardsEnd(state: number): readonly number[] | null {
    const only = this.#only(state);
    return only?.machine.bytesTowardsEnd?.(only.inner) ?? null;
  }

  #step(state: number, byte: number, follow: Step, rows: (Int32Array | undefined)[]): number {
    const { items } = this.#states[state]!;
    if (items.length === 2) {
      const { machine } = this.#machineAt(items[0]!);
      const inner = follow(machine, items[1]!, byte);
      if (inner < 0) return -1;
      if (!machine.isAccepting(inner)) return this.#single(items[0]!, inner);
    }
    let row = rows[state];
    if (row === undefined) {
      row = new Int32Array(256).fill(UNKNOWN);
      rows[state] = row;
    }
    if (row[byte] === UNKNOWN) row[byte] = this.#read(items, byte, follow);
    return row[byte]!;
  }

  #single(place: number, inner: number): number {
    let state = this.#singles[place]!.get(inner);
    if (state === undefined) {
      state = this.#intern([place, inner], false);
      this.#singles[place]!.set(inner, state);
    }
    return state;
  }

  #read(items: readonly number[], byte: number, follow: Step): number {
    const reading = new Reading(this.#places);
    for (let index = 0; index < items.length; index += 2) {
      const place = items[index]!;
      const inner = follow(this.#machineAt(place).machine, items[index + 1]!, byte);
      if (inner >= 0) reading.reach(place, inner);
    }
    return reading.isEmpty ? -1 : this.#number(reading);
  }

  /** What may follow in some reading may follow. */
  #most(state: number, roomOf: (machine: ByteMachine, inner: number) => number): number {
    const { items } = this.#states[state]!;
    let most = 0;
    for (let index = 0; index < items.length; index += 2) {
      most = Math.max(most, roomOf(this.#machineAt(items[index]!).machine, items[index + 1]!));
    }
    return most;
  }

  /** What holds of the machine holds of the text only where there is one reading; null where there are several. */
  #only(state: number): { readonly machine: ByteMachine; readonly inner: number } | null {
    const { items } = this.#states[state]!;
    return items.length === 2 ? { machine: this.#machineAt(items[0]!).machine, inner: items[1]! } : null;
  }

  #machineAt(place: number): Extract<JoinPlace, { kind: "machine" }> {
    return this.#places[place] as Extract<JoinPlace, { kind: "machine" }>;
  }

  #number({ sorted, accepts }: Reading): number {
    return this.#intern(sorted, accepts);
  }

  #intern(items: readonly number[], accepts: boolean): number {
    const key = `${accepts ? 1 : 0}:${items.join()}`;
    let number = this.#numbers.get(key);
    if (number === undefined) {
      if (this.#states.length >= MAX_STATES) throw overLimit("states of joined languages", MAX_STATES);
      number = this.#states.push({ items, accepts }) - 1;
      this.#numbers.set(key, number);
    }
    return number;
  }
}

/** Where a text leads, as it is found out. */
class Reading {
  accepts = false;
  readonly #places: readonly JoinPlace[];
  readonly #items = new Map<number, Set<number>>();
  readonly #entered = new Set<number>();
  #count = 0;

  constructor(places: readonly JoinPlace[]) {
    this.#places = places;
  }

  get isEmpty(): boolean {
    return this.#count === 0;
  }

  get sorted(): number[] {
    return [...this.#items.keys()]
      .sort((a, b) => a - b)
      .flatMap((place) => [...this.#items.get(place)!].sort((a, b) => a - b).flatMap((inner) => [place, inner]));
  }

  /** A place, with nothing of it read. */
  enter(number: number): void {
    if (this.#entered.has(number)) return;
    this.#entered.add(number);
    const place = this.#places[number]!;
    if (place.kind === "end") this.accepts = true;
    else if (place.kind === "fork") for (const target of place.targets) this.enter(target);
    else this.reach(number, place.machine.start);
  }

  /** A state of the machine at a place, and what follows it where a word may end there. */
  reach(number: number, inner: number): void {
    const place = this.#places[number]! as Extract<JoinPlace, { kind: "machine" }>;
    let inners = this.#items.get(number);
    if (inners === undefined) {
      inners = new Set();
      this.#items.set(number, inners);
    }
    if (inners.has(inner)) return;
    inners.add(inner);
    if (++this.#count > MAX_ITEMS) throw overLimit("readings of the same text", MAX_ITEMS);
    if (place.machine.isAccepting(inner)) this.enter(place.next);
  }
}

function overLimit(what: string, limit: number): HermesError<"grammar-limit"> {
  return new HermesError("grammar-limit", `${what}: more than ${limit}; write a smaller grammar`, { what, limit });
}
