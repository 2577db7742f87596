import type { Alphabet } from "../regex/index.ts";
import type { Decimal } from "../schema-model/index.ts";
import { type Atom, type Formula, type Formulas, TRUE } from "./formula.ts";

/** Kinds of JSON values that the first byte tells apart; `true` and `false` are two, so that nothing is open about any literal. */
export const KINDS = ["null", "true", "false", "number", "string", "array", "object"] as const;
export type Kind = (typeof KINDS)[number];

/** A schema for a child value: what it asks of each kind. */
export interface Spec {
  readonly id: number;
  /** Stands for the verdict of this schema in the formula of a container; a constant where the schema is trivial. */
  readonly hole: Formula;
  formula(kind: Kind): Formula;
  /** Left out but by repeatOf. */
  readonly repeats?: Formula;
}

/** What a child value will have been found to be; stands for `true` or `false` once the child has ended. */
export class Hole implements Atom {
  readonly key: string;
  readonly spec: Spec;

  constructor(spec: Spec) {
    this.spec = spec;
    this.key = `hole ${spec.id}`;
  }
}

/** Stands in searches for "equals an item that is not read yet", of which `goal` is known: no value is said to differ from it. */
export function repeatOf(goal: Formula): Spec {
  return { id: -1 - goal.id, hole: TRUE, formula: () => TRUE, repeats: goal };
}

/** Reads the value of a string, or a key, code point by code point. */
export interface TextAtom extends Atom {
  take(codePoint: number, formulas: Formulas): Formula;
  readonly holdsAtEnd: boolean;
  /** Which code points are alike, now and behind all others; null: all are. */
  readonly alphabet: Alphabet | null;
  /** For a formula of this atom alone, or of its negation: see roomOf. `isPlain`: of plain ASCII only. */
  room(isNegated: boolean, isPlain: boolean): number;
  /** At most so many texts meet it; Infinity where they were not listed. */
  readonly words: number;
  /** Whether one of the code points may come next; left out where that has to be tried. */
  allowsAny?(first: number, last: number): boolean;
  /** A shortest text that meets it. */
  shortest?(): string;
}

/** A predicate on a finished number. It can change only at `cuts` and, between them, only with multiples of `step`. */
export interface NumberAtom extends Atom {
  holds(value: Decimal): boolean;
  readonly cuts: readonly Decimal[];
  readonly step: Decimal | null;
}

/** Of atoms whose names may come in any order, behind those of others: values that must differ say nothing of the order of members. */
export const IN_ANY_ORDER = Number.MAX_SAFE_INTEGER;

/** Reads an object member by member. The formula for a member may have holes for its value. */
export interface ObjectAtom extends Atom {
  take(key: string, formulas: Formulas, derive: (formula: Formula) => Formula): Formula;
  readonly holdsAtEnd: boolean;
  /** Where its names stand among those of other atoms; the same in every run. */
  readonly order: number;
  /** Names it has an opinion on, in their order; undefined for none. */
  readonly names?: readonly string[];
  /** Machines that tell keys apart. */
  readonly keyFormulas?: readonly Formula[];
  /** Whether a further member can be of use to this atom, or to its negation: see Liveness. */
  wants(negated: boolean): "nothing" | "its names" | "any member";
}

/** Reads an array item by item. */
export interface ArrayAtom extends Atom {
  take(formulas: Formulas, derive: (formula: Formula) => Formula): Formula;
  readonly holdsAtEnd: boolean;
}
