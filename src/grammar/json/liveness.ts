import { KINDS, type Kind, type ObjectAtom, type Spec } from "./atoms.ts";
import { asksForMoreThanThereAre } from "./count-values.ts";
import { behindItem, fill, holdsAtEnd, holesOf, takeItem, takeKey } from "./derive.ts";
import { FALSE, type Formula, type Formulas, TRUE } from "./formula.ts";
import { readableGoal } from "./number-reading.ts";
import { numberCanMeet } from "./number-search.ts";
import { MoreAtom } from "./object-atoms.ts";
import { type KeySet, type ObjectShape, Shapes } from "./object-shape.ts";
import { ProofSearch } from "./proof-search.ts";
import { TextSearch } from "./text-search.ts";

/** Where an object stands between its members. */
export interface ObjectPosition {
  readonly shape: ObjectShape;
  readonly formula: Formula;
  /** Index of the first name that may still come. */
  readonly place: number;
  readonly seen: KeySet;
}

/**
 * Whether something can still be completed, by searching for a completion. Searches are exact up to their limits; behind a limit the
 * answer is yes, which may lead into a dead end but never refuses a value.
 */
export class Liveness {
  readonly texts: TextSearch;
  readonly shapes: Shapes;
  private readonly formulas: Formulas;
  private readonly anyOrder: boolean;
  readonly proofs = new ProofSearch();
  private readonly numbers = new Map<string, boolean>();

  constructor(formulas: Formulas, anyOrder: boolean) {
    this.formulas = formulas;
    this.anyOrder = anyOrder;
    this.texts = new TextSearch(formulas);
    this.shapes = new Shapes(formulas, this.texts);
  }

  /** Whether some value meets a formula over schemas. */
  inhabited(goal: Formula): boolean {
    if (goal === TRUE || goal === FALSE) return goal === TRUE;
    return this.proofs.prove(`value ${goal.id}`, () => KINDS.some((kind) => this.kindInhabited(goal, kind)));
  }

  kindInhabited(goal: Formula, kind: Kind): boolean {
    return this.canComplete(kind, this.formulaFor(goal, kind));
  }

  formulaFor(goal: Formula, kind: Kind): Formula {
    return fill(goal, (spec) => spec.formula(kind), this.formulas);
  }

  canComplete(kind: Kind, formula: Formula): boolean {
    switch (kind) {
      case "null":
      case "true":
      case "false":
        return formula === TRUE;
      case "number": {
        const goal = readableGoal(formula, this.formulas);
        return this.number(goal, "") || this.number(goal, "-");
      }
      case "string":
        return this.texts.canEnd(formula);
      case "array":
        return this.array(formula);
      case "object": {
        const shape = this.shapes.of([formula]);
        return this.object({ shape, formula, place: 0, seen: this.shapes.noKeys });
      }
    }
  }

  number(formula: Formula, text: string): boolean {
    if (formula.op === "constant") return formula === TRUE;
    const key = `${formula.id} ${text}`;
    let known = this.numbers.get(key);
    if (known === undefined) {
      known = numberCanMeet(formula, text, this.formulas);
      this.numbers.set(key, known);
    }
    return known;
  }

  array(formula: Formula): boolean {
    if (formula === FALSE) return false;
    if (holdsAtEnd(formula, this.formulas)) return true;
    return this.proofs.prove(
      `array ${formula.id}`,
      () => !asksForMoreThanThereAre(formula) && this.canTakeItem(formula),
    );
  }

  canTakeItem(formula: Formula): boolean {
    return this.someVerdicts(takeItem(formula, this.formulas), TRUE, (rest, goal) =>
      this.array(behindItem(rest, goal, this.formulas)),
    );
  }

  object(position: ObjectPosition): boolean {
    const { formula, shape, place, seen } = position;
    if (formula === FALSE) return false;
    if (holdsAtEnd(formula, this.formulas)) return true;
    if (asksForMoreThanFits(formula)) return false;
    return this.proofs.prove(`object ${shape.id} ${formula.id} ${place} ${seen.id}`, () =>
      this.usefulKeys(position).some((key) => key === null || this.canTakeKey(position, key, true)),
    );
  }

  /** Whether a value can follow a key, and the object end behind it. `mustHelp`: a member that changes nothing does not count. */
  canTakeKey(position: ObjectPosition, key: string, mustHelp = false): boolean {
    const behind = this.behindKey(position, key);
    if (behind === null) return false;
    const goesOn = (formula: Formula): boolean =>
      !(mustHelp && formula === position.formula) && this.object({ ...behind, formula });
    return this.someVerdicts(behind.formula, TRUE, goesOn);
  }

  /** The position with holes for the value; null where the key may not come. */
  behindKey(position: ObjectPosition, key: string): ObjectPosition | null {
    const { shape, formula, seen } = position;
    const move = this.move(position, key);
    if (move === null) return null;
    this.proofs.work(formula.size >> 2);
    const rest = takeKey(formula, key, move.isPassed, this.formulas);
    return rest === FALSE
      ? null
      : { shape, formula: rest, place: move.place, seen: move.remember ? this.shapes.add(seen, key) : seen };
  }

  /** What a key does to the order of names; null where it may not come. */
  move({ shape, place, seen }: ObjectPosition, key: string): KeyMove | null {
    if (seen.keys.has(key)) return null;
    if (this.anyOrder) return { isPassed: noName, place, remember: true };
    const { orderedCount } = shape;
    const index = Math.min(shape.places.get(key) ?? orderedCount, orderedCount);
    if (index < place) return null;
    const isOrdered = index < orderedCount;
    const isPassed = (name: string): boolean => {
      const other = shape.places.get(name) ?? place;
      return other >= place && other < index;
    };
    return { isPassed, place: isOrdered ? index + 1 : index, remember: !isOrdered };
  }

  /** What is asked of the next value so that all can still end well: exact for a few schemas, more than needed lets through for many. */
  project(formula: Formula, then: (rest: Formula) => boolean): Formula {
    const [first] = holesOf([formula]);
    if (first === undefined) return then(formula) ? TRUE : FALSE;
    if (holesOf([formula]).length > MAX_EXACT_HOLES) return this.optimistic(formula, false);
    const whenTrue = this.project(this.assume(formula, first.id, TRUE), then);
    const whenFalse = this.project(this.assume(formula, first.id, FALSE), then);
    if (whenTrue === whenFalse) return whenTrue;
    const { and, or, not } = this.makers;
    return or(and(first.hole, whenTrue), and(not(first.hole), whenFalse));
  }

  private get makers() {
    const { formulas } = this;
    return {
      and: (...parts: Formula[]) => formulas.and(...parts),
      or: (...parts: Formula[]) => formulas.or(...parts),
      not: (part: Formula) => formulas.not(part),
    };
  }

  /** The formula over holes that remains when everything else turns out for the best. */
  private optimistic(formula: Formula, negated: boolean): Formula {
    const { formulas } = this;
    const best = (part: Formula): Formula => this.optimistic(part, negated);
    switch (formula.op) {
      case "constant":
        return (formula === TRUE) !== negated ? TRUE : FALSE;
      case "atom":
        if (!formula.atom!.key.startsWith("hole ")) return TRUE;
        return negated ? formulas.not(formula) : formula;
      case "not":
        return this.optimistic(formula.parts[0]!, !negated);
      case "one":
        return negated ? TRUE : formulas.or(...formula.parts.map(best));
      default: {
        const isAnd = (formula.op === "and") !== negated;
        return isAnd ? formulas.and(...formula.parts.map(best)) : formulas.or(...formula.parts.map(best));
      }
    }
  }

  /** Whether the holes can be given verdicts that some value has, so that `then` holds for the rest. `goal`: what that value meets. */
  private someVerdicts(formula: Formula, assumed: Formula, then: (rest: Formula, goal: Formula) => boolean): boolean {
    if (formula === FALSE) return false;
    const [first] = holesOf([formula]);
    if (first === undefined) return then(formula, assumed);
    if (!this.proofs.work(1 + formula.size)) return true;
    for (const verdict of [TRUE, FALSE]) {
      const rest = this.assume(formula, first.id, verdict);
      if (rest === FALSE) continue;
      const goal = this.formulas.and(assumed, knownBy(first, verdict, this.formulas));
      if (this.inhabited(goal) && this.someVerdicts(rest, goal, then)) return true;
    }
    return false;
  }

  private assume(formula: Formula, specId: number, verdict: Formula): Formula {
    return fill(formula, (spec, hole) => (spec.id === specId ? verdict : hole), this.formulas);
  }

  /** Keys that can bring an object nearer to its end: all others only ask for more. null stands for keys that were not looked for. */
  usefulKeys({ formula, shape, place, seen }: ObjectPosition): (string | null)[] {
    const wanted = new Set<string>();
    const wantsAny = collectWants(formula, false, wanted);
    const open = shape.names.slice(place).filter((name) => (wantsAny || wanted.has(name)) && !seen.keys.has(name));
    if (!wantsAny) return open;
    // Every key that is there is looked at for each letter of a further one.
    this.proofs.work(WORK_A_KEY * seen.keys.size);
    const { keys, isComplete } = this.shapes.furtherKeys(shape, seen);
    return [...open, ...keys, ...(isComplete ? [] : [null])];
  }
}

const WORK_A_KEY = 8;

/** What a verdict on a value says of it. */
function knownBy({ hole, repeats }: Spec, verdict: Formula, formulas: Formulas): Formula {
  if (repeats !== undefined) return verdict === TRUE ? repeats : TRUE;
  return verdict === TRUE ? hole : formulas.not(hole);
}

/** Whether more members are asked for than there may be: so much is seen without looking for their keys, which may be many. */
function asksForMoreThanFits(formula: Formula): boolean {
  let [least, most] = [0, Number.POSITIVE_INFINITY];
  for (const part of formula.op === "and" ? formula.parts : [formula]) {
    if (part.atom instanceof MoreAtom) least = Math.max(least, part.atom.count);
    const negated = part.op === "not" ? part.parts[0]!.atom : null;
    if (negated instanceof MoreAtom) most = Math.min(most, negated.count - 1);
  }
  return least > most;
}

interface KeyMove {
  isPassed(name: string): boolean;
  readonly place: number;
  readonly remember: boolean;
}

function noName(): boolean {
  return false;
}

/** Each schema doubles the work. */
const MAX_EXACT_HOLES = 4;

/** Adds the names that a formula asks for; whether it asks for members of any name. */
export function collectWants(formula: Formula, negated: boolean, names: Set<string>): boolean {
  if (formula.op === "one") {
    return [false, true]
      .map((sign) => formula.parts.map((part) => collectWants(part, sign, names)).some(Boolean))
      .some(Boolean);
  }
  if (formula.op !== "atom") {
    const sign = formula.op === "not" ? !negated : negated;
    return formula.parts.map((part) => collectWants(part, sign, names)).some(Boolean);
  }
  const atom = formula.atom as ObjectAtom;
  const wants = atom.wants(negated);
  if (wants === "its names") for (const name of atom.names ?? []) names.add(name);
  return wants === "any member";
}
