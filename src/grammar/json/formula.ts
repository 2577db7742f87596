import { noClock, type WorkClock } from "../work-clock.ts";

/**
 * What is still asked of a value, as a boolean formula over atoms. Equal formulas are one object, so a machine's state is a few numbers.
 * Reading a part of the value replaces every atom by what is left of it (`Formulas.map`); all other simplification is in the makers.
 */
export interface Formula {
  readonly id: number;
  readonly op: "constant" | "atom" | "not" | "and" | "or" | "one";
  readonly parts: readonly Formula[];
  readonly atom: Atom | null;
  /** How many formulas it is made of, those inside of atoms included and one in two places counted twice. */
  readonly size: number;
}

/** One keyword's demand, partly met. Atoms with equal keys are equal. */
export interface Atom {
  readonly key: string;
  /** For atoms that hold formulas: the same with each of them changed. */
  mapInner?(change: (formula: Formula) => Formula, formulas: Formulas): Formula;
  readonly inner?: readonly Formula[];
}

export const FALSE: Formula = { id: 0, op: "constant", parts: [], atom: null, size: 1 };
export const TRUE: Formula = { id: 1, op: "constant", parts: [], atom: null, size: 1 };

/** What becomes of an atom; its formula is given with it. */
type Change = (atom: Atom, formula: Formula) => Formula;

export class Formulas {
  private readonly known = new Map<string, Formula>();
  private count = 2;
  readonly clock: WorkClock;

  constructor(clock: WorkClock = noClock) {
    this.clock = clock;
  }

  atom(atom: Atom): Formula {
    return this.known.get(atom.key) ?? this.add(atom.key, "atom", [], atom);
  }

  not(formula: Formula): Formula {
    if (formula.op === "constant") return formula === TRUE ? FALSE : TRUE;
    if (formula.op === "not") return formula.parts[0]!;
    const key = `!${formula.id}`;
    return this.known.get(key) ?? this.add(key, "not", [formula], null);
  }

  and(...parts: readonly Formula[]): Formula {
    return this.join("and", parts, TRUE, FALSE);
  }

  or(...parts: readonly Formula[]): Formula {
    return this.join("or", parts, FALSE, TRUE);
  }

  /** Exactly one of them. */
  one(parts: readonly Formula[]): Formula {
    const open = parts.filter((part) => part !== FALSE).sort((a, b) => a.id - b.id);
    const settled = open.indexOf(TRUE);
    if (settled >= 0) return this.not(this.or(...open.toSpliced(settled, 1)));
    if (open.length === 0) return FALSE;
    if (open.length === 1) return open[0]!;
    const key = `1${open.map(({ id }) => id).join()}`;
    return this.known.get(key) ?? this.add(key, "one", open, null);
  }

  /** The formula with every atom replaced. */
  map(formula: Formula, change: Change): Formula {
    if (formula.op === "constant") return formula;
    if (formula.op === "atom") return change(formula.atom!, formula);
    return this.mapParts(formula, change, new Map());
  }

  /** Its value when each atom has one; `and` and `or` stop early. */
  evaluate(formula: Formula, holds: (atom: Atom) => boolean): boolean {
    this.clock.tick();
    switch (formula.op) {
      case "constant":
        return formula === TRUE;
      case "atom":
        return holds(formula.atom!);
      case "not":
        return !this.evaluate(formula.parts[0]!, holds);
      case "and":
        return formula.parts.every((part) => this.evaluate(part, holds));
      case "or":
        return formula.parts.some((part) => this.evaluate(part, holds));
      case "one":
        return formula.parts.reduce((count, part) => count + Number(this.evaluate(part, holds)), 0) === 1;
    }
  }

  private mapParts(formula: Formula, change: Change, done: Map<number, Formula>): Formula {
    if (formula.op === "constant") return formula;
    const known = done.get(formula.id);
    if (known !== undefined) return known;
    this.clock.tick();
    const result = formula.op === "atom" ? change(formula.atom!, formula) : this.mapJoined(formula, change, done);
    done.set(formula.id, result);
    return result;
  }

  private mapJoined(formula: Formula, change: Change, done: Map<number, Formula>): Formula {
    const absorbing = formula.op === "and" ? FALSE : formula.op === "or" ? TRUE : null;
    const parts: Formula[] = [];
    for (const part of formula.parts) {
      const changed = this.mapParts(part, change, done);
      if (changed === absorbing) return absorbing;
      parts.push(changed);
    }
    return this.rebuild(formula, parts);
  }

  private rebuild(formula: Formula, parts: readonly Formula[]): Formula {
    if (parts.every((part, index) => part === formula.parts[index])) return formula;
    if (formula.op === "not") return this.not(parts[0]!);
    return formula.op === "one" ? this.one(parts) : this.join(formula.op as "and" | "or", parts, ...limits(formula.op));
  }

  private join(op: "and" | "or", parts: readonly Formula[], neutral: Formula, absorbing: Formula): Formula {
    this.clock.tick(1 + (parts.length >> 2));
    const sorted = isTidy(op, parts) ? parts : tidy(op, parts, neutral, absorbing);
    if (sorted === null) return absorbing;
    if (sorted.length === 0) return neutral;
    const present = new Set<Formula>(sorted);
    if (sorted.some((part) => part.op === "not" && present.has(part.parts[0]!))) return absorbing;
    if (sorted.length === 1) return sorted[0]!;
    const key = `${op === "and" ? "&" : "|"}${sorted.map(({ id }) => id).join()}`;
    return this.known.get(key) ?? this.add(key, op, sorted, null);
  }

  private add(key: string, op: Formula["op"], parts: readonly Formula[], atom: Atom | null): Formula {
    const size = (atom?.inner ?? parts).reduce((sum, part) => sum + part.size, 1);
    const formula = { id: this.count++, op, parts, atom, size };
    this.known.set(key, formula);
    return formula;
  }
}

/** Whether there is nothing to sort or to flatten. */
function isTidy(op: "and" | "or", parts: readonly Formula[]): boolean {
  return parts.every(
    (part, index) => part.op !== op && part.op !== "constant" && (index === 0 || parts[index - 1]!.id < part.id),
  );
}

/** Flat, sorted and without repetitions or neutral parts; null where the absorbing constant is among them. */
function tidy(
  op: "and" | "or",
  parts: readonly Formula[],
  neutral: Formula,
  absorbing: Formula,
): readonly Formula[] | null {
  const members = new Map<number, Formula>();
  for (const part of parts) {
    if (part === absorbing) return null;
    if (part.op === op) for (const inner of part.parts) members.set(inner.id, inner);
    else if (part !== neutral) members.set(part.id, part);
  }
  return [...members.values()].sort((a, b) => a.id - b.id);
}

function limits(op: string): [neutral: Formula, absorbing: Formula] {
  return op === "and" ? [TRUE, FALSE] : [FALSE, TRUE];
}

/** Every atom, those inside atoms included, once. */
export function atomsOf(roots: readonly Formula[]): Atom[] {
  const seen = new Set<number>();
  const found: Atom[] = [];
  const visit = (formula: Formula): void => {
    if (seen.has(formula.id)) return;
    seen.add(formula.id);
    if (formula.atom !== null) found.push(formula.atom);
    for (const part of formula.atom?.inner ?? formula.parts) visit(part);
  };
  for (const root of roots) visit(root);
  return found;
}
