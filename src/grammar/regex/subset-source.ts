// The hot loop of determinization: a step allocates nothing but what it remembers.
import { noClock, type WorkClock } from "../work-clock.ts";
import { type Alphabet, alphabetOf } from "./alphabet.ts";
import { overLimit } from "./fail.ts";
import { distancesToMatch, NEVER } from "./graph-distances.ts";
import type { StateSource } from "./lazy-machine.ts";
import { MAX_VISITS } from "./limits.ts";
import { nodeKind, type PatternGraph } from "./pattern-graph.ts";
import { SequenceStore } from "./sequence-store.ts";

/** First integer of a state's sequence; the `set` nodes that wait for a code point follow, ascending. */
const waiting = 0;
const accepting = 1;
const anything = 2;

/**
 * The subset construction on demand. A state is the set of nodes that wait for a code point, with whether the word may end here; nodes
 * without a way to a match are left out, so every state has a word. With `search` nothing is asked behind a match.
 */
export class SubsetSource implements StateSource {
  readonly alphabet: Alphabet;
  readonly start: number;
  readonly isLive = true;
  readonly #clock: WorkClock;
  readonly #graph: PatternGraph;
  readonly #search: boolean;
  readonly #holds: readonly Uint8Array[];
  readonly #toMatch: Int32Array;
  readonly #states = new SequenceStore();
  readonly #distances: number[] = [];
  /** Round in which a node was last visited. */
  readonly #seen: Int32Array;
  readonly #stack: Int32Array;
  readonly #found: Int32Array;
  #foundCount = 1;
  #round = 0;
  #visits = 0;
  #matched = false;
  #mayEnd = false;

  constructor(graph: PatternGraph, search: boolean, clock: WorkClock = noClock) {
    clock.tick(graph.kinds.length >> 2);
    this.#clock = clock;
    const { alphabet, holds } = alphabetOf(graph.sets);
    this.alphabet = alphabet;
    this.#holds = holds;
    this.#graph = graph;
    this.#search = search;
    this.#toMatch = distancesToMatch(graph);
    this.#seen = new Int32Array(graph.kinds.length);
    this.#stack = new Int32Array(graph.kinds.length * 2 + 1);
    this.#found = new Int32Array(graph.kinds.length + 1);
    this.start = this.#startState();
  }

  step(state: number, characterClass: number): number {
    const begin = this.#states.begin(state);
    if (this.#states.at(begin) === anything) return state;
    const end = this.#states.end(state);
    this.#begin();
    for (let position = begin + 1; position < end; position++) {
      const node = this.#states.at(position);
      if (this.#holds[this.#graph.other[node]!]![characterClass] === 1) this.#visitFrom(this.#graph.next[node]!, false);
    }
    return this.#finish();
  }

  isAccepting(state: number): boolean {
    return this.#states.at(this.#states.begin(state)) !== waiting;
  }

  distance(state: number): number {
    return this.#distances[state]!;
  }

  longest(): number {
    return Number.POSITIVE_INFINITY;
  }

  #startState(): number {
    this.#begin();
    this.#visitFrom(this.#graph.start, true);
    this.#mayEnd = this.#matchesEmpty();
    return this.#finish();
  }

  #begin(): void {
    this.#round += 1;
    this.#foundCount = 1;
    this.#matched = false;
    this.#mayEnd = false;
  }

  /** Follows the edges that read nothing. */
  #visitFrom(first: number, atStart: boolean): void {
    const before = this.#visits;
    const { kinds, next, other } = this.#graph;
    let height = 0;
    this.#stack[height++] = first;
    while (height > 0) {
      const node = this.#stack[--height]!;
      if (this.#seen[node] === this.#round) continue;
      this.#seen[node] = this.#round;
      this.#visits += 1;
      const kind = kinds[node]!;
      if (kind === nodeKind.set) {
        if (this.#toMatch[node]! < NEVER) this.#found[this.#foundCount++] = node;
      } else if (kind === nodeKind.split) {
        this.#stack[height++] = other[node]!;
        this.#stack[height++] = next[node]!;
      } else if (kind === nodeKind.match) this.#matched = true;
      else if (kind === nodeKind.end) this.#mayEnd ||= this.#toMatch[node] === 0;
      else if (atStart) this.#stack[height++] = next[node]!;
    }
    this.#clock.tick((this.#visits - before) >> 5);
    if (this.#visits > MAX_VISITS) throw overLimit("work on a pattern's automaton", MAX_VISITS);
  }

  /** Whether the empty string matches: there both `^` and `$` let pass. */
  #matchesEmpty(): boolean {
    const { kinds, next, other, start } = this.#graph;
    const seen = new Set<number>();
    const open = [start];
    for (let node = open.pop(); node !== undefined; node = open.pop()) {
      if (seen.has(node) || kinds[node] === nodeKind.set) continue;
      if (kinds[node] === nodeKind.match) return true;
      seen.add(node);
      open.push(next[node]!);
      if (kinds[node] === nodeKind.split) open.push(other[node]!);
    }
    return false;
  }

  #finish(): number {
    this.#clock.tick();
    const isFree = this.#search && this.#matched;
    const mayEnd = this.#matched || this.#mayEnd;
    if (isFree) this.#foundCount = 1;
    if (!mayEnd && this.#foundCount === 1) return -1;
    this.#found[0] = isFree ? anything : mayEnd ? accepting : waiting;
    this.#found.subarray(1, this.#foundCount).sort();
    const known = this.#states.count;
    const state = this.#states.intern(this.#found, this.#foundCount);
    if (state === known) this.#distances.push(this.#distanceOfFound());
    return state;
  }

  #distanceOfFound(): number {
    if (this.#found[0] !== waiting) return 0;
    let nearest = NEVER;
    for (let index = 1; index < this.#foundCount; index++) {
      nearest = Math.min(nearest, this.#toMatch[this.#found[index]!]!);
    }
    return nearest;
  }
}
