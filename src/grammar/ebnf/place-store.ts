import type { WorkClock } from "../work-clock.ts";
import { overLimit } from "./fail.ts";
import { MAX_PLACES } from "./limits.ts";
import type { Place } from "./place-graph.ts";

/** Places as they are made; equal ones are one. The first is END. */
export class PlaceStore {
  readonly places: Place[] = [{ kind: "end" }];
  readonly #known = new Map<string, number>();
  readonly #clock: WorkClock;
  #work = 0;

  constructor(clock: WorkClock) {
    this.#clock = clock;
  }

  /** Counts work that may end in a place made before. Throws HermesError "grammar-limit". */
  count(): void {
    this.#clock.tick();
    if (++this.#work > MAX_PLACES) throw overLimit("signs of a grammar with its repetitions written out", MAX_PLACES);
  }

  call(rule: number, next: number): number {
    return this.#intern(`c${rule}>${next}`, () => ({ kind: "call", rule, next }));
  }

  /** @param edges first, last and the place behind, ascending; neighbours that lead to one place become one range */
  bytes(edges: readonly number[]): number {
    const joined: number[] = [];
    for (let index = 0; index < edges.length; index += 3) {
      const [first, last, target] = [edges[index]!, edges[index + 1]!, edges[index + 2]!];
      const end = joined.length;
      if (end > 0 && joined[end - 1] === target && joined[end - 2] === first - 1) joined[end - 2] = last;
      else joined.push(first, last, target);
    }
    return this.#intern(`b${joined.join()}`, () => ({ kind: "bytes", edges: joined }));
  }

  fork(targets: readonly number[]): number {
    const sorted = [...new Set(targets)].sort((a, b) => a - b);
    if (sorted.length === 1) return sorted[0]!;
    return this.#intern(`f${sorted.join()}`, () => ({ kind: "fork", targets: sorted }));
  }

  /** A fork that may be led back to; what it leads to is given to `closeLoop`. */
  openLoop(): number {
    return this.#add({ kind: "fork", targets: [] });
  }

  closeLoop(place: number, targets: readonly number[]): void {
    this.places[place] = { kind: "fork", targets };
  }

  #intern(key: string, create: () => Place): number {
    let place = this.#known.get(key);
    if (place === undefined) {
      place = this.#add(create());
      this.#known.set(key, place);
    }
    return place;
  }

  #add(place: Place): number {
    this.count();
    return this.places.push(place) - 1;
  }
}
