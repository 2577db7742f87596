import type { WorkClock } from "../work-clock.ts";
import { overLimit } from "./fail.ts";
import { MAX_SEARCHED_STATES } from "./limits.ts";

/** A graph that is built while it is walked. */
export interface StateGraph {
  readonly classCount: number;
  /** -1: no edge. */
  step(state: number, characterClass: number): number;
  /** Whether the search is for this state. */
  isTarget(state: number): boolean;
  /** A guess at the number of steps to a target: what to try first. */
  distance(state: number): number;
  readonly clock?: WorkClock;
}

interface Visit {
  readonly state: number;
  readonly successors: readonly number[];
  next: number;
}

const unknown = 0;
const yes = 1;
const no = 2;

/**
 * Answers "does a way lead from here to a target?" exactly, and remembers. Depth first, nearest guess first; when a target is found, the
 * answer is yes for all that lie on the way and for all finished states that lead there, and no for the other finished ones, since all
 * that lies behind them is finished too. So each state is expanded once, whatever is asked in what order.
 */
export class Reachability {
  readonly #graph: StateGraph;
  /** Answers by state. */
  #answers = new Uint8Array(64);

  constructor(graph: StateGraph) {
    this.#graph = graph;
  }

  /** With `limit`, a search that expands more states than that answers yes, for good. */
  reaches(state: number, limit = Number.POSITIVE_INFINITY): boolean {
    const answer = this.#answer(state);
    return (answer === unknown ? this.#search(state, limit) : answer) === yes;
  }

  #search(start: number, limit: number): number {
    const path: Visit[] = [];
    const visited = new Map<number, readonly number[]>();
    const visit = (state: number) => {
      if (visited.size >= MAX_SEARCHED_STATES)
        throw overLimit("states searched for the end of a word", MAX_SEARCHED_STATES);
      const successors = this.#successors(state);
      visited.set(state, successors);
      path.push({ state, successors, next: 0 });
    };
    if (this.#graph.isTarget(start)) return this.#resolve(start, yes);
    visit(start);
    while (path.length > 0) {
      const top = path.at(-1)!;
      const state = top.successors[top.next++];
      if (state === undefined) path.pop();
      else if (this.#answer(state) === yes || this.#graph.isTarget(state) || visited.size > limit) {
        this.#resolve(state, yes);
        for (const { state: onPath } of path) this.#resolve(onPath, yes);
        break;
      } else if (this.#answer(state) === unknown && !visited.has(state)) visit(state);
    }
    this.#settle(visited);
    return this.#answer(start);
  }

  /** Spreads yes against the edges through all visited states; the rest is no. */
  #settle(visited: ReadonlyMap<number, readonly number[]>): void {
    const sources = new Map<number, number[]>();
    for (const [state, successors] of visited) {
      for (const successor of successors) push(sources, successor, state);
    }
    const spreading = [...sources.keys()].filter((state) => this.#answer(state) === yes);
    for (let state = spreading.pop(); state !== undefined; state = spreading.pop()) {
      for (const source of sources.get(state) ?? []) {
        if (this.#answer(source) === yes) continue;
        this.#resolve(source, yes);
        spreading.push(source);
      }
    }
    for (const state of visited.keys()) if (this.#answer(state) === unknown) this.#resolve(state, no);
  }

  /** Distinct states behind this one that may lead on, nearest first. */
  #successors(state: number): number[] {
    this.#graph.clock?.tick(this.#graph.classCount);
    const successors = new Set<number>();
    for (let characterClass = 0; characterClass < this.#graph.classCount; characterClass++) {
      const successor = this.#graph.step(state, characterClass);
      if (successor >= 0 && this.#answer(successor) !== no) successors.add(successor);
    }
    const distances = new Map([...successors].map((successor) => [successor, this.#graph.distance(successor)]));
    return [...successors].sort((a, b) => distances.get(a)! - distances.get(b)!);
  }

  #answer(state: number): number {
    return this.#answers[state] ?? unknown;
  }

  #resolve(state: number, answer: number): number {
    if (state >= this.#answers.length) {
      const answers = new Uint8Array(Math.max(state + 1, this.#answers.length * 2));
      answers.set(this.#answers);
      this.#answers = answers;
    }
    this.#answers[state] = answer;
    return answer;
  }
}

function push(lists: Map<number, number[]>, key: number, value: number): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}
