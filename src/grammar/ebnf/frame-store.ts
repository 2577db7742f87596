import { overLimit } from "./fail.ts";
import { MAX_INTEGERS } from "./limits.ts";

/**
 * What may follow the word of a rule: one of several places, each in a rule that is itself followed by a frame; or the end of the text.
 * Frames stand for the stacks of a parser, all of those that the same text has led to at once.
 */
export interface Frame {
  /** Places and frames in turn, sorted; the place is never the end of its rule. */
  readonly returns: readonly number[];
  readonly accepts: boolean;
  /** Of frames that lead back to themselves: those found together, by rule. */
  readonly group: ReadonlyMap<number, number> | null;
}

/** What follows a text that is a word of the root. */
export const ROOT_FRAME = 0;

/** Frames by number; equal ones are one. */
export class FrameStore {
  readonly frames: Frame[] = [{ returns: [], accepts: true, group: null }];
  readonly #known = new Map<string, number>([["1:", ROOT_FRAME]]);
  readonly #groups = new Map<string, ReadonlyMap<number, number>>();
  #integers = 0;

  /** A frame that does not lead back to itself. */
  intern(returns: readonly number[], accepts: boolean): number {
    const key = `${accepts ? 1 : 0}:${returns.join()}`;
    let frame = this.#known.get(key);
    if (frame === undefined) {
      frame = this.#add({ returns, accepts, group: null });
      this.#known.set(key, frame);
    }
    return frame;
  }

  /**
   * Frames that lead to each other. In `members` a frame of the group is named by its rule, as -1 - rule.
   * @returns by rule
   */
  internGroup(members: ReadonlyMap<number, Omit<Frame, "group">>): ReadonlyMap<number, number> {
    const key = [...members].map(([rule, { returns, accepts }]) => `${rule}:${accepts}:${returns.join()}`).join(";");
    const known = this.#groups.get(key) ?? this.#findEqual(members);
    if (known !== null) return known;
    const group = new Map([...members.keys()].map((rule, index) => [rule, this.frames.length + index]));
    for (const { returns, accepts } of members.values()) {
      this.#add({ returns: resolve(returns, group), accepts, group });
    }
    this.#groups.set(key, group);
    return group;
  }

  count(integers: number): void {
    this.#integers += integers;
    if (this.#integers > MAX_INTEGERS) throw overLimit("memory of a grammar's states", MAX_INTEGERS);
  }

  /**
   * A group that the members refer to and are equal to, if they are taken to be it: then what may follow is the same. So `e ::= e "+" e`
   * has no new frame behind each `+`.
   */
  #findEqual(members: ReadonlyMap<number, Omit<Frame, "group">>): ReadonlyMap<number, number> | null {
    const tried = new Set<ReadonlyMap<number, number>>();
    for (const { returns } of members.values()) {
      for (let index = 1; index < returns.length; index += 2) {
        const group = returns[index]! < 0 ? null : this.frames[returns[index]!]!.group;
        if (group === null || tried.has(group)) continue;
        tried.add(group);
        if (this.#isEqual(members, group)) return group;
      }
    }
    return null;
  }

  #isEqual(members: ReadonlyMap<number, Omit<Frame, "group">>, group: ReadonlyMap<number, number>): boolean {
    for (const [rule, { returns, accepts }] of members) {
      const number = group.get(rule);
      if (number === undefined) return false;
      const frame = this.frames[number]!;
      const own = resolve(returns, group);
      if (frame.accepts !== accepts || frame.returns.length !== own.length) return false;
      if (own.some((part, index) => part !== frame.returns[index])) return false;
    }
    return true;
  }

  #add(frame: Frame): number {
    this.count(frame.returns.length + 8);
    return this.frames.push(frame) - 1;
  }
}

/** Puts the frames of a group in place of their rules. */
function resolve(returns: readonly number[], group: ReadonlyMap<number, number>): number[] {
  return sortPairs(returns.map((part, index) => (index % 2 === 1 && part < 0 ? group.get(-1 - part)! : part)));
}

/** Pairs in a flat list, sorted, each once. */
export function sortPairs(flat: readonly number[]): number[] {
  const pairs: (readonly [number, number])[] = [];
  for (let index = 0; index < flat.length; index += 2) pairs.push([flat[index]!, flat[index + 1]!]);
  pairs.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  return pairs.flatMap((pair, index) => {
    const before = pairs[index - 1];
    return before !== undefined && before[0] === pair[0] && before[1] === pair[1] ? [] : pair;
  });
}
