import type { JsonValue } from "../schema-model/index.ts";
import { ArrayStart, ArrayState } from "./array-place.ts";
import { Hole, type Kind, type Spec } from "./atoms.ts";
import { fill, holesOf } from "./derive.ts";
import { DonePlace } from "./done-place.ts";
import type { Escapable } from "./escapes.ts";
import { FALSE, type Formula, type Formulas, TRUE } from "./formula.ts";
import { LiteralPlace } from "./literal-place.ts";
import { Liveness } from "./liveness.ts";
import { NumberPlace } from "./number-place.ts";
import { ObjectPlace } from "./object-place.ts";
import { ObjectState } from "./object-state.ts";
import { BYTE, type Step } from "./place.ts";
import type { Container, Slot } from "./slot.ts";
import { StringPlace } from "./string-place.ts";

/** Containers inside containers, of a value as it is written; readers of JSON give up at some depth too. */
export const MAX_VALUE_DEPTH = 128;

export interface EngineOptions {
  readonly anyOrder: boolean;
  /** Bytes of whitespace in a row. */
  readonly maxWhitespace: number;
  readonly escapable: Escapable;
}

/** What all places of a machine share. Equal places are one object. */
export class Engine {
  readonly formulas: Formulas;
  readonly live: Liveness;
  readonly maxWhitespace: number;
  readonly escapable: Escapable;
  private readonly interned = new Map<string, unknown>();
  private count = 0;

  constructor(formulas: Formulas, options: EngineOptions) {
    this.formulas = formulas;
    this.live = new Liveness(formulas, options.anyOrder);
    this.maxWhitespace = options.maxWhitespace;
    this.escapable = options.escapable;
  }

  /** One object for each key. */
  intern<T>(key: string, create: (id: number) => T): T {
    let known = this.interned.get(key) as T | undefined;
    if (known === undefined) {
      known = create(this.count++);
      this.interned.set(key, known);
    }
    return known;
  }

  slot(below: Container | null, depth: number, formulas: readonly Formula[], goal: Formula, isRecorded: boolean): Slot {
    const specs = holesOf([...formulas, goal]);
    const parts = [below?.id ?? "", specs.map(({ id }) => id), goal.id, Number(isRecorded)];
    return this.intern(`slot ${parts.join(" ")}`, (id) => ({ id, below, depth, specs, goal, isRecorded }));
  }

  /** What a value's first byte leads to; `isForMask`: see ByteMachine.nextForMask. */
  enter(slot: Slot, byte: number, isForMask = false): Step | null {
    const kind = KIND_OF_BYTE.get(byte);
    if (kind === undefined) return null;
    const isContainer = kind === "array" || kind === "object";
    if (isContainer && slot.depth >= MAX_VALUE_DEPTH) return null;
    const vector = slot.specs.map((spec) => spec.formula(kind));
    const goal = this.goalOf(slot, vector);
    if (kind !== "number" && !this.live.canComplete(kind, goal)) return null;
    if (kind === "string") return { place: StringPlace.at(this, slot, vector, goal, "", isForMask), sub: 0 };
    return this.start(slot, kind, vector, goal, byte);
  }

  /** The slot's goal with the formulas of its schemas in place. */
  goalOf(slot: Slot, vector: readonly Formula[]): Formula {
    if (slot.goal.atom instanceof Hole) return vector[slot.specs.indexOf(slot.goal.atom.spec)]!;
    const byId = new Map(slot.specs.map((spec, index) => [spec.id, vector[index]!]));
    return fill(slot.goal, (spec) => byId.get(spec.id)!, this.formulas);
  }

  /** Behind a value; null where the container cannot go on. */
  end(slot: Slot, verdicts: readonly boolean[], value: JsonValue | undefined): Step | null {
    if (slot.below === null) return { place: this.intern("done", (id) => new DonePlace(id)), sub: 0 };
    const byId = new Map(slot.specs.map((spec, index) => [spec.id, verdicts[index]!]));
    return slot.below.afterValue({ verdicts: byId, value });
  }

  private start(
    slot: Slot,
    kind: Exclude<Kind, "string">,
    vector: readonly Formula[],
    goal: Formula,
    byte: number,
  ): Step | null {
    switch (kind) {
      case "number":
        return NumberPlace.start(this, slot, vector, goal, String.fromCharCode(byte));
      case "array":
        return ArrayStart.at(this, ArrayState.at(this, slot, vector, []));
      case "object":
        return ObjectPlace.start(ObjectState.start(this, slot, vector));
      default:
        return {
          place: this.intern(`${kind} ${slot.id}`, (id) => new LiteralPlace(id, this, slot, kind, vector)),
          sub: 1,
        };
    }
  }
}

const KIND_OF_BYTE: ReadonlyMap<number, Kind> = new Map<number, Kind>([
  [BYTE.QUOTE, "string"],
  [BYTE.OPEN_BRACE, "object"],
  [BYTE.OPEN_BRACKET, "array"],
  ["t".charCodeAt(0), "true"],
  ["f".charCodeAt(0), "false"],
  ["n".charCodeAt(0), "null"],
  ..."-0123456789".split("").map((character): [number, Kind] => [character.charCodeAt(0), "number"]),
]);

/** A formula behind a value: each hole becomes the verdict that the value got. */
export function settle(formula: Formula, verdicts: ReadonlyMap<number, boolean>, formulas: Formulas): Formula {
  return fill(formula, (spec: Spec) => (verdicts.get(spec.id) ? TRUE : FALSE), formulas);
}
