// The hot loop of walking: `next` works only at a state's first visit by a class of bytes.
import type { ByteMachine } from "../contract.ts";
import { noClock, type WorkClock } from "../work-clock.ts";
import { buildPlaces } from "./build-places.ts";
import { GrammarStates } from "./grammar-states.ts";
import { parseGrammar } from "./parse-grammar.ts";
import type { Place } from "./place-graph.ts";
import { TextRoom } from "./text-room.ts";
import { type TrimmedGraph, trimPlaces } from "./trim-places.ts";

/**
 * The texts that a grammar derives from its rule `root`. Exact: every state has a word behind it. Throws HermesError "schema-invalid",
 * "schema-unsupported" (a grammar of another language, or one without a text) or "grammar-limit"; `next` throws "grammar-limit" where a
 * text has too many readings.
 */
export function ebnfMachine(grammar: string, clock: WorkClock = noClock): ByteMachine {
  return new EbnfMachine(trimPlaces(buildPlaces(parseGrammar(grammar), clock)), clock);
}

const UNKNOWN = -2;

class EbnfMachine implements ByteMachine {
  readonly start: number;
  readonly #places: readonly Place[];
  readonly #states: GrammarStates;
  readonly #room = new TextRoom(this);
  /** [256] Bytes that no place tells apart have one class. */
  readonly #classes: Uint8Array;
  readonly #classCount: number;
  /** By state: where each class leads. */
  readonly #rows: (Int32Array | undefined)[] = [];

  constructor(graph: TrimmedGraph, clock: WorkClock) {
    this.#places = graph.places;
    this.#states = new GrammarStates(graph, clock);
    this.#classes = classifyBytes(graph.places);
    this.#classCount = this.#classes[255]! + 1;
    this.start = this.#states.start;
  }

  get stateCount(): number {
    return this.#states.states.length + this.#states.frameCount;
  }

  next(state: number, byte: number): number {
    const row = this.#rows[state] ?? this.#addRow(state);
    const place = this.#classes[byte]!;
    const known = row[place]!;
    if (known !== UNKNOWN) return known;
    const next = this.#read(state, byte);
    row[place] = next;
    return next;
  }

  isAccepting(state: number): boolean {
    return this.#states.states[state]!.accepts;
  }

  plainTextRoom(state: number): number {
    return this.#room.allowsPlain(state) ? Number.POSITIVE_INFINITY : 0;
  }

  textRoom(state: number): number {
    return this.#room.allowsText(state) ? Number.POSITIVE_INFINITY : 0;
  }

  #read(state: number, byte: number): number {
    const { items } = this.#states.states[state]!;
    const reached: number[] = [];
    for (let index = 0; index < items.length; index += 2) {
      const target = targetOf(this.#places[items[index]!]!, byte);
      if (target >= 0) reached.push(target, items[index + 1]!);
    }
    return reached.length === 0 ? -1 : this.#states.enter(reached);
  }

  #addRow(state: number): Int32Array {
    const row = new Int32Array(this.#classCount).fill(UNKNOWN);
    this.#rows[state] = row;
    return row;
  }
}

function targetOf(place: Place, byte: number): number {
  if (place.kind !== "bytes") return -1;
  const { edges } = place;
  for (let index = 0; index < edges.length && edges[index]! <= byte; index += 3) {
    if (byte <= edges[index + 1]!) return edges[index + 2]!;
  }
  return -1;
}

/** [256] Numbers that rise where some range begins, or lies behind its end. */
function classifyBytes(places: readonly Place[]): Uint8Array {
  const isBorder = new Uint8Array(257);
  for (const place of places) {
    if (place.kind !== "bytes") continue;
    for (let index = 0; index < place.edges.length; index += 3) {
      isBorder[place.edges[index]!] = 1;
      isBorder[place.edges[index + 1]! + 1] = 1;
    }
  }
  const classes = new Uint8Array(256);
  for (let byte = 1; byte < 256; byte++) classes[byte] = classes[byte - 1]! + isBorder[byte]!;
  return classes;
}
