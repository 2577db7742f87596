import { overLimit } from "./fail.ts";
import { findCycles } from "./find-cycles.ts";
import { type FrameStore, sortPairs } from "./frame-store.ts";
import { MAX_CALLERS } from "./limits.ts";

/** A rule that was called where a text stands, as -1 - rule in place of a frame. */
export const calledHere = (rule: number): number => -1 - rule;

/** What follows a rule that is called here: from each caller, the place behind and the caller's frame. */
type Callers = number[];

/**
 * The frames of the rules that may begin where a text stands. Each is followed by what its callers go on with, some of which are called here
 * themselves; so their frames are made together.
 */
export class CalledRules {
  readonly #store: FrameStore;
  readonly #endsRule: Uint8Array;
  readonly #callers = new Map<number, Callers>();
  #count = 0;

  /** @param endsRule [places] 1 where nothing is left to read in the rule */
  constructor(store: FrameStore, endsRule: Uint8Array) {
    this.#store = store;
    this.#endsRule = endsRule;
  }

  /** Adds a caller; true where it is the first. */
  add(rule: number, next: number, frame: number): boolean {
    const callers = this.#callers.get(rule);
    if (callers === undefined) this.#callers.set(rule, [next, frame]);
    else callers.push(next, frame);
    return callers === undefined;
  }

  /** By rule, its frame. */
  resolve(): ReadonlyMap<number, number> {
    const frames = new Map<number, number>();
    const open = new Map([...this.#callers.keys()].map((rule) => [rule, this.#withoutTails(rule)]));
    const groups = findCycles([...open.keys()], (rule) => calledIn(open.get(rule)!.returns));
    for (const rules of groups) {
      const isLoop = rules.length > 1 || calledIn(open.get(rules[0]!)!.returns).includes(rules[0]!);
      const members = new Map(
        rules
          .sort((a, b) => a - b)
          .map((rule) => {
            const { returns, accepts } = open.get(rule)!;
            return [rule, { accepts, returns: sortPairs(returns.map((part, index) => frameOf(part, index, frames))) }];
          }),
      );
      if (isLoop) for (const [rule, frame] of this.#store.internGroup(members)) frames.set(rule, frame);
      else for (const [rule, { returns, accepts }] of members) frames.set(rule, this.#store.intern(returns, accepts));
    }
    return frames;
  }

  /**
   * What follows a rule, where a caller that ends with it is left out in favour of what follows the caller. So a rule that calls itself last
   * (`list ::= item "," list`) keeps its frame however long the text.
   */
  #withoutTails(rule: number): { returns: number[]; accepts: boolean } {
    const returns: number[] = [];
    let accepts = false;
    const seen = new Set([rule]);
    for (const called of seen) {
      const callers = this.#callers.get(called)!;
      this.#count += callers.length;
      if (this.#count > 2 * MAX_CALLERS) throw overLimit("callers of rules", MAX_CALLERS);
      for (let index = 0; index < callers.length; index += 2) {
        const [next, frame] = [callers[index]!, callers[index + 1]!];
        if (this.#endsRule[next] === 0) returns.push(next, frame);
        else if (frame < 0) seen.add(-1 - frame);
        else {
          const outer = this.#store.frames[frame]!;
          accepts ||= outer.accepts;
          for (const part of outer.returns) returns.push(part);
        }
      }
    }
    return { returns: sortPairs(returns), accepts };
  }
}

function calledIn(returns: readonly number[]): number[] {
  return returns.filter((part, index) => index % 2 === 1 && part < 0).map((part) => -1 - part);
}

function frameOf(part: number, index: number, frames: ReadonlyMap<number, number>): number {
  return index % 2 === 1 && part < 0 ? (frames.get(-1 - part) ?? part) : part;
}
