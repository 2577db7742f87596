import type { WorkClock } from "../work-clock.ts";
import { type Expression, type Grammar, ROOT } from "./grammar-model.ts";
import { END, type PlaceGraph } from "./place-graph.ts";
import { PlaceStore } from "./place-store.ts";
import { characterPlace } from "./utf8-places.ts";

/** The places of all rules. Throws HermesError "grammar-limit". */
export function buildPlaces(grammar: Grammar, clock: WorkClock): PlaceGraph {
  const store = new PlaceStore(clock);
  const numbers = new Map([...grammar.keys()].map((name, index) => [name, index]));
  const builder = new PlaceBuilder(store, numbers);
  const starts = [...grammar.values()].map((expression) => builder.build(expression, END));
  return { places: store.places, starts, root: numbers.get(ROOT)! };
}

/** Builds from the end, so that equal ends become the same places. */
class PlaceBuilder {
  readonly #store: PlaceStore;
  readonly #rules: ReadonlyMap<string, number>;

  constructor(store: PlaceStore, rules: ReadonlyMap<string, number>) {
    this.#store = store;
    this.#rules = rules;
  }

  /** The place that reads a word of the expression and then stands at `next`. */
  build(expression: Expression, next: number): number {
    this.#store.count();
    switch (expression.type) {
      case "literal":
        return new TextEncoder()
          .encode(expression.text)
          .reduceRight((place, byte) => this.#store.bytes([byte, byte, place]), next);
      case "class":
        return characterPlace(this.#store, expression.set, next);
      case "rule":
        return this.#store.call(this.#rules.get(expression.name)!, next);
      case "sequence":
        return expression.parts.reduceRight((place, part) => this.build(part, place), next);
      case "choice":
        return this.#store.fork(expression.options.map((option) => this.build(option, next)));
      case "repeat":
        return this.#repeat(simplify(expression), next);
    }
  }

  #repeat({ item, least, most }: Repeat, next: number): number {
    let place = next;
    if (most === Number.POSITIVE_INFINITY) {
      place = this.#store.openLoop();
      this.#store.closeLoop(place, [this.build(item, place), next]);
    } else {
      for (let count = least; count < most; count++) place = this.#store.fork([this.build(item, place), next]);
    }
    for (let count = 0; count < least; count++) place = this.build(item, place);
    return place;
  }
}

type Repeat = Extract<Expression, { type: "repeat" }>;

/** `x?` and `x*` repeated are `x` repeated less strictly; as they stand, each copy could be left out in its own way. */
function simplify(expression: Repeat): Repeat {
  const { item, most } = expression;
  if (item.type !== "repeat" || item.least !== 0 || most === 0) return expression;
  if (item.most !== 1 && item.most !== Number.POSITIVE_INFINITY) return expression;
  return simplify({ ...item, most: Math.max(item.most, most) });
}
