import type { WorkClock } from "../work-clock.ts";
import { CalledRules, calledHere } from "./called-rules.ts";
import { overLimit } from "./fail.ts";
import { FrameStore, ROOT_FRAME, sortPairs } from "./frame-store.ts";
import { MAX_ITEMS, MAX_VISITS } from "./limits.ts";
import { END, type Place } from "./place-graph.ts";
import type { TrimmedGraph } from "./trim-places.ts";

/** Every reading of one text so far. */
export interface GrammarState {
  /** Places that read a byte, each with the frame of its rule, in turn; sorted. */
  readonly items: readonly number[];
  /** Whether the text is a word of the root. */
  readonly accepts: boolean;
}

/** States by number; equal ones are one. */
export class GrammarStates {
  readonly states: GrammarState[] = [];
  readonly #graph: TrimmedGraph;
  readonly #frames = new FrameStore();
  readonly #endsRule: Uint8Array;
  readonly #known = new Map<string, number>();
  readonly #clock: WorkClock;
  #visits = 0;

  constructor(graph: TrimmedGraph, clock: WorkClock) {
    this.#graph = graph;
    this.#clock = clock;
    this.#endsRule = findRuleEnds(graph.places);
  }

  get start(): number {
    return this.enter([this.#graph.starts[this.#graph.root]!, ROOT_FRAME]);
  }

  get frameCount(): number {
    return this.#frames.frames.length;
  }

  /** The state in which these places, each with its frame, may come next. */
  enter(reached: readonly number[]): number {
    const called = new CalledRules(this.#frames, this.#endsRule);
    const { readers, accepts } = this.#close(reached, called);
    const frames = called.resolve();
    const items = sortPairs(
      readers.map((part, index) => (index % 2 === 1 && part < 0 ? frames.get(-1 - part)! : part)),
    );
    const key = `${accepts ? 1 : 0}:${items.join()}`;
    let state = this.#known.get(key);
    if (state === undefined) {
      this.#frames.count(items.length + 8);
      state = this.states.push({ items, accepts }) - 1;
      this.#known.set(key, state);
    }
    return state;
  }

  /** Follows all that can be done without reading. */
  #close(reached: readonly number[], called: CalledRules): { readonly readers: number[]; readonly accepts: boolean } {
    const { places, starts, isNullable } = this.#graph;
    const agenda = new Agenda(places.length, starts.length);
    for (let index = 0; index < reached.length; index += 2) agenda.add(reached[index]!, reached[index + 1]!);
    const readers: number[] = [];
    let accepts = false;
    for (let index = 0; index < agenda.items.length; index += 2) {
      const [number, frame] = [agenda.items[index]!, agenda.items[index + 1]!];
      const place = places[number]!;
      if (place.kind === "bytes") readers.push(number, frame);
      else if (place.kind === "fork") for (const target of place.targets) agenda.add(target, frame);
      else if (place.kind === "call") {
        if (called.add(place.rule, place.next, frame)) agenda.add(starts[place.rule]!, calledHere(place.rule));
        // The end of a rule that was called here and left empty is met here, and not again below.
        if (isNullable[place.rule]) agenda.add(place.next, frame);
      } else if (frame >= 0) {
        const { returns, accepts: ends } = this.#frames.frames[frame]!;
        accepts ||= ends;
        for (let at = 0; at < returns.length; at += 2) agenda.add(returns[at]!, returns[at + 1]!);
      }
    }
    this.#count(agenda.items.length);
    return { readers, accepts };
  }

  #count(visits: number): void {
    this.#clock.tick(visits);
    this.#visits += visits;
    if (this.#visits > MAX_VISITS) throw overLimit("readings looked at for one grammar", MAX_VISITS);
  }
}

/** Places with their frames, each once. */
class Agenda {
  readonly items: number[] = [];
  readonly #seen = new Set<number>();
  readonly #places: number;
  readonly #rules: number;

  constructor(places: number, rules: number) {
    this.#places = places;
    this.#rules = rules;
  }

  add(place: number, frame: number): void {
    // Frames of rules called here are negative.
    const key = (frame + this.#rules) * this.#places + place;
    if (this.#seen.has(key)) return;
    this.#seen.add(key);
    this.items.push(place, frame);
    if (this.#seen.size > MAX_ITEMS) throw overLimit("readings of the same text", MAX_ITEMS);
  }
}

/** [places] 1 for those from which nothing leads but the end of the rule. A fork among them leads only to such. */
function findRuleEnds(places: readonly Place[]): Uint8Array {
  const ends = new Uint8Array(places.length);
  ends[END] = 1;
  // A fork of nothing but ends is made behind what it leads to, loops aside: those read something or are taken for more.
  places.forEach((place, number) => {
    if (place.kind === "fork" && place.targets.length > 0 && place.targets.every((target) => ends[target] === 1)) {
      ends[number] = 1;
    }
  });
  return ends;
}
