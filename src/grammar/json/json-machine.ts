// The hot loop of walking: `next` looks one number up; only the first visit of a transition allocates.
import { HermesError } from "../../errors.ts";
import type { ByteMachine, TextState } from "../contract.ts";
import type { MaskWork } from "./mask-work.ts";
import { BYTE, isWhitespace, type Place, type Step, SUB_RANGE } from "./place.ts";
import { TransitionTable } from "./transition-table.ts";

/** States of one machine, some 200 bytes each with what hangs on them. */
export const MAX_STATES = 1 << 20;

const DEAD = -1;

/** Below, a place keeps its states itself. */
const SMALL_SUB = 32;

/**
 * The ByteMachine over places: gives a number to each pair of a place and its `sub`, and remembers transitions. States are exact: what can
 * be reached has a value behind it, except where a search for that value met its limit (see Liveness).
 */
export class JsonMachine implements ByteMachine {
  readonly start: number;
  private readonly places: Place[] = [];
  private readonly subs: number[] = [];
  private readonly numbers = new Map<number, number>();
  private readonly transitions = new TransitionTable();
  /** Of places that forget. */
  private readonly maskTransitions = new TransitionTable();

  private readonly beforeStep: () => void;
  private readonly work: MaskWork;

  /** `beforeStep` is called before every step that is not remembered; `work` counts what masks cost. */
  constructor(start: Step, beforeStep: () => void, work: MaskWork) {
    this.beforeStep = beforeStep;
    this.work = work;
    this.start = this.number(start.place, start.sub);
  }

  next(state: number, byte: number): number {
    const place = this.places[state]!;
    if (place.reads[byte] === 0) return DEAD;
    const known = this.transitions.get(state, byte);
    if (known !== TransitionTable.unknown) return known;
    const sub = this.subs[state]!;
    if (sub > 0 && place.countsWhitespace && !isWhitespace(byte)) return this.next(this.number(place, 0), byte);
    this.beforeStep();
    const step = place.step(sub, byte);
    const target = step === null ? DEAD : this.number(step.place, step.sub);
    this.transitions.set(state, byte, target);
    return target;
  }

  nextForMask(state: number, byte: number): number {
    const place = this.places[state]!;
    if (byte !== BYTE.QUOTE || !place.forgets) return this.next(state, byte);
    const known = this.maskTransitions.get(state, byte);
    if (known !== TransitionTable.unknown) return known;
    const sub = this.subs[state]!;
    if (sub > 0 && place.countsWhitespace) return this.nextForMask(this.number(place, 0), byte);
    this.beforeStep();
    const step = place.stepForMask(sub);
    const target = step === null ? DEAD : this.number(step.place, step.sub);
    this.maskTransitions.set(state, byte, target);
    return target;
  }

  maskState(state: number): number {
    this.work.renew();
    const place = this.places[state]!;
    const { forMask } = place;
    return forMask === place ? state : this.number(forMask, this.subs[state]!);
  }

  isAccepting(state: number): boolean {
    return this.places[state]!.isAccepting(this.subs[state]!);
  }

  plainTextRoom(state: number): number {
    return this.places[state]!.plainTextRoom(this.subs[state]!);
  }

  textRoom(state: number): number {
    return this.places[state]!.textRoom(this.subs[state]!);
  }

  textLimit(state: number): number {
    return this.places[state]!.textLimit(this.subs[state]!);
  }

  isUniformText(state: number): boolean {
    return this.places[state]!.isUniformText(this.subs[state]!);
  }

  textState(state: number): TextState | null {
    return this.places[state]!.textState(this.subs[state]!);
  }

  bytesTowardsEnd(state: number): readonly number[] | null {
    return this.places[state]!.bytesTowardsEnd(this.subs[state]!);
  }

  /** States given out so far, those of patterns included. */
  get stateCount(): number {
    return this.places.length + this.work.textStates;
  }

  private number(place: Place, sub: number): number {
    const isSmall = sub < SMALL_SUB;
    const key = place.id * SUB_RANGE + sub;
    const known = isSmall ? place.states[sub] : this.numbers.get(key);
    if (known !== undefined) return known;
    const created = this.places.push(place) - 1;
    if (created >= MAX_STATES) {
      const message = `the automaton of a schema grew over ${MAX_STATES} states; expected a simpler schema, or shorter answers`;
      throw new HermesError("grammar-limit", message, { what: "states of an automaton", limit: MAX_STATES });
    }
    this.subs.push(sub);
    if (isSmall) place.states[sub] = created;
    else this.numbers.set(key, created);
    return created;
  }
}
