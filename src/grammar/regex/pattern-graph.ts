import { noClock, type WorkClock } from "../work-clock.ts";
import { type CodePointSet, everyCodePoint, LAST_CODE_POINT } from "./code-point-set.ts";
import { overLimit } from "./fail.ts";
import { MAX_NODES } from "./limits.ts";
import type { PatternNode } from "./pattern-syntax.ts";

/** What a node of the graph does. */
export const nodeKind = { match: 0, set: 1, split: 2, start: 3, end: 4 } as const;

/**
 * A pattern as a graph: `set` reads one code point of its set, `split` goes both ways, `start` and `end` let pass at the start and the
 * end of the string, `match` is where a word ends. `next` is the node behind, `other` the second way of a split or the number of a set.
 */
export interface PatternGraph {
  readonly kinds: Uint8Array;
  readonly next: Int32Array;
  readonly other: Int32Array;
  readonly start: number;
  readonly sets: readonly CodePointSet[];
}

/**
 * The graph of a pattern. With `search`, it reads anything until the pattern begins; what follows a match is for the caller, who knows
 * that nothing is asked of it.
 */
export function buildGraph(pattern: PatternNode, search: boolean, clock: WorkClock = noClock): PatternGraph {
  if (sizeOf(pattern) > MAX_NODES) throw overLimit("nodes of a pattern's automaton", MAX_NODES);
  return new GraphBuilder(clock).build(pattern, search);
}

/** Nodes that a pattern needs, counted before any is built. */
function sizeOf(node: PatternNode): number {
  switch (node.kind) {
    case "sequence":
      return node.items.reduce((sum, item) => sum + sizeOf(item), 0);
    case "choice":
      return node.options.reduce((sum, option) => sum + sizeOf(option) + 1, 0);
    case "repeat":
      return copiesOf(node) * (sizeOf(node.item) + 1);
    default:
      return 1;
  }
}

function copiesOf({ min, max }: { min: number; max: number | null }): number {
  return max ?? Math.max(min, 1);
}

/** Builds from the back, so that each part is told the node behind it. */
class GraphBuilder {
  readonly #kinds: number[] = [];
  readonly #next: number[] = [];
  readonly #other: number[] = [];
  readonly #sets: CodePointSet[] = [];
  readonly #numbers = new Map<number | string, number>();
  /** Copies of an item share its set. */
  readonly #ofSets = new Map<CodePointSet, number>();
  readonly #clock: WorkClock;

  constructor(clock: WorkClock) {
    this.#clock = clock;
  }

  build(pattern: PatternNode, search: boolean): PatternGraph {
    let start = this.#add(pattern, this.#node(nodeKind.match, -1));
    if (search) start = this.#loop({ kind: "set", set: everyCodePoint }, start);
    return {
      kinds: Uint8Array.from(this.#kinds),
      next: Int32Array.from(this.#next),
      other: Int32Array.from(this.#other),
      start,
      sets: this.#sets,
    };
  }

  #add(node: PatternNode, behind: number): number {
    switch (node.kind) {
      case "set":
        return this.#node(nodeKind.set, behind, this.#setNumber(node.set));
      case "sequence":
        return node.items.reduceRight((rest, item) => this.#add(item, rest), behind);
      case "choice":
        return node.options
          .map((option) => this.#add(option, behind))
          .reduceRight((rest, option) => this.#node(nodeKind.split, option, rest));
      case "repeat":
        return this.#repeat(node.item, node.min, node.max, behind);
      default:
        return this.#node(nodeKind[node.kind], behind);
    }
  }

  #repeat(item: PatternNode, min: number, max: number | null, behind: number): number {
    let node = behind;
    if (max === null) node = min === 0 ? this.#loop(item, behind) : this.#loopOnce(item, behind);
    else for (let copy = min; copy < max; copy++) node = this.#node(nodeKind.split, this.#add(item, node), behind);
    const first = max === null && min > 0 ? 1 : 0;
    for (let copy = first; copy < min; copy++) node = this.#add(item, node);
    return node;
  }

  /** As often as wanted. */
  #loop(item: PatternNode, behind: number): number {
    const split = this.#node(nodeKind.split, behind, behind);
    this.#next[split] = this.#add(item, split);
    return split;
  }

  /** At least once. */
  #loopOnce(item: PatternNode, behind: number): number {
    const split = this.#node(nodeKind.split, behind, behind);
    this.#next[split] = this.#add(item, split);
    return this.#next[split]!;
  }

  #node(kind: number, next: number, other = -1): number {
    this.#next.push(next);
    this.#other.push(other);
    return this.#kinds.push(kind) - 1;
  }

  #setNumber(set: CodePointSet): number {
    this.#clock.tick();
    let number = this.#ofSets.get(set);
    if (number === undefined) {
      number = this.#numberOfEqual(set);
      this.#ofSets.set(set, number);
    }
    return number;
  }

  /** Equal sets have one number, so that classes stay few. */
  #numberOfEqual(set: CodePointSet): number {
    this.#clock.tick(1 + (set.length >> 4));
    const key = set.length === 2 ? set[0]! * (LAST_CODE_POINT + 1) + set[1]! : set.join();
    let number = this.#numbers.get(key);
    if (number === undefined) {
      number = this.#sets.push(set) - 1;
      this.#numbers.set(key, number);
    }
    return number;
  }
}
