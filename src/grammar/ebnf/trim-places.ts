import { grammarEmpty } from "./fail.ts";
import type { Place, PlaceGraph } from "./place-graph.ts";

/** A graph in which every place and every rule has a word. */
export interface TrimmedGraph extends PlaceGraph {
  /** By rule, whether the empty text is a word of it. */
  readonly isNullable: readonly boolean[];
}

/** Takes out what no word goes through. Throws HermesError "schema-unsupported" when nothing is left. */
export function trimPlaces({ places, starts, root }: PlaceGraph): TrimmedGraph {
  const lives = findPlaces(places, starts, true);
  if (lives[starts[root]!] === 0) throw grammarEmpty();
  const empties = findPlaces(places, starts, false);
  return {
    root,
    starts,
    places: places.map((place) => withLiving(place, lives)),
    isNullable: starts.map((start) => empties[start] === 1),
  };
}

function withLiving(place: Place, lives: Uint8Array): Place {
  if (place.kind === "fork") return { kind: "fork", targets: place.targets.filter((target) => lives[target] === 1) };
  if (place.kind !== "bytes") return place;
  return { kind: "bytes", edges: place.edges.filter((_, index) => lives[place.edges[index - (index % 3) + 2]!] === 1) };
}

/**
 * [places] 1 for those from which the end of the rule can be reached: by some text, or, unless `byText`, without reading. A least fixpoint:
 * from the end backwards.
 */
function findPlaces(places: readonly Place[], starts: readonly number[], byText: boolean): Uint8Array {
  const reaches = new Uint8Array(places.length);
  const sources: number[][] = places.map(() => []);
  places.forEach((place, number) => {
    for (const target of targetsOf(place, starts, byText)) sources[target]!.push(number);
  });
  const found = [0];
  reaches[0] = 1;
  for (let place = found.pop(); place !== undefined; place = found.pop()) {
    for (const source of sources[place]!) {
      if (reaches[source] === 1 || !isReached(places[source]!, starts, reaches)) continue;
      reaches[source] = 1;
      found.push(source);
    }
  }
  return reaches;
}

function targetsOf(place: Place, starts: readonly number[], byText: boolean): readonly number[] {
  switch (place.kind) {
    case "end":
      return [];
    case "fork":
      return place.targets;
    case "bytes":
      return byText ? place.edges.filter((_, index) => index % 3 === 2) : [];
    case "call":
      return [starts[place.rule]!, place.next];
  }
}

/** Some target of it is reached already. */
function isReached(place: Place, starts: readonly number[], reaches: Uint8Array): boolean {
  return place.kind !== "call" || (reaches[starts[place.rule]!] === 1 && reaches[place.next] === 1);
}
