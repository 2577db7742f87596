import type { ByteMachine } from "../contract.ts";
import { MaskBuilder } from "./mask-builder.ts";
import type { TokenIndex } from "./token-index.ts";
import { TransitionCache } from "./transition-cache.ts";

/** A machine, or what makes one of the same language each time. */
export type MachineSource = ByteMachine | (() => ByteMachine);

/** A machine with as many states is replaced by a new one. Some 50 MB, where a state is an object. */
const MOST_STATES = 2 ** 17;

/**
 * The machine of a grammar while sequences run through it. One that remembers what was written (keys of an object, values that must
 * differ) gains states with every token and would grow for ever in a grammar that is kept; so it is replaced now and then, and each
 * matcher finds its place in the new one by the bytes it has accepted.
 */
export class RunningMachine {
  readonly transitions: TransitionCache;
  readonly #forMasks: TransitionCache;
  readonly masks: MaskBuilder;
  readonly #create: (() => ByteMachine) | null;
  #mostStates: number;
  #generation = 0;

  constructor(source: MachineSource, index: TokenIndex, mostStates = MOST_STATES) {
    this.#create = typeof source === "function" ? source : null;
    const machine = typeof source === "function" ? source() : source;
    this.transitions = new TransitionCache(machine);
    this.#forMasks = machine.nextForMask === undefined ? this.transitions : new TransitionCache(machine, true);
    this.masks = new MaskBuilder(this.transitions, this.#forMasks, index);
    this.#mostStates = mostStates;
  }

  /** Changes when the states of before have become meaningless. */
  get generation(): number {
    return this.#generation;
  }

  /** Between two steps: replaces the machine when it has grown too large. */
  replaceWhenLarge(): void {
    if (this.#create === null || this.#stateCount <= this.#mostStates) return;
    const machine = this.#create();
    this.transitions.replaceMachine(machine);
    if (this.#forMasks !== this.transitions) this.#forMasks.replaceMachine(machine);
    this.masks.clear();
    this.#generation++;
  }

  /** After a matcher has found its place: a long text alone may need many states, which is no reason to begin again. */
  makeRoom(): void {
    this.#mostStates = Math.max(this.#mostStates, 2 * this.#stateCount);
  }

  get #stateCount(): number {
    return this.transitions.machine.stateCount ?? 0;
  }
}
