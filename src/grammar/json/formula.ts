/**
 * What is still asked of a value, as a boolean formula over atoms. Equal formulas are one object, so a machine's state is a few numbers.
 * Reading a part of the value replaces every atom by what is left of it (`Formulas.map`); all other simplification is in the makers.
 */
export interface Formula {
  readonly id: number;
  readonly op: "constant" | "atom" | "not" | "and" | "or" | "one";
  readonly parts: readonly Formula[];
  readonly atom: Atom | null;
}

/** One keyword's demand, partly met. Atoms with equal keys are equal. */
export interface Atom {
  readonly key: string;
  /** For atoms that hold formulas: the same with each of them changed. */
  mapInner?(change: (formula: Formula) => Formula, formulas: Formulas): Formula;
  readonly inner?: readonly Formula[];
}

export const FALSE: Formula = { id: 0, op: "constant", parts: [], atom: null };
export const TRUE: Formula = { id: 1, op: "constant", parts: [], atom: null };

export class Formulas {
  private readonly known = new Map<string, Formula>();
  private count = 2;

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
  map(formula: Formula, change: (atom: Atom, formula: Formula) => Formula): Formula {
    if (formula.op === "constant") return formula;
    if (formula.op === "atom") return change(formula.atom!, formula);
    return this.mapParts(formula, change, new Map());
  }

  /** Its value when each atom has one; `and` and `or` stop early. */
  evaluate(formula: Formula, holds: (atom: Atom) => boolean): boolean {
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

  private mapParts(
    formula: Formula,
    change: (atom: Atom, formula: Formula) => Formula,
    done: Map<number, Formula>,
  ): Formula {
    if (formula.op === "constant") return formula;
    const known = done.get(formula.id);
    if (known !== undefined) return known;
    const result =
      formula.op === "atom"
        ? change(formula.atom!, formula)
        : this.rebuild(
            formula,
            formula.parts.map((part) => this.mapParts(part, change, done)),
          );
    done.set(formula.id, result);
    return result;
  }

  private rebuild(formula: Formula, parts: readonly Formula[]): Formula {
    if (parts.every((part, index) => part === formula.parts[index])) return formula;
    if (formula.op === "not") return this.not(parts[0]!);
    return formula.op === "one" ? this.one(parts) : this.join(formula.op as "and" | "or", parts, ...limits(formula.op));
  }

  private join(op: "and" | "or", parts: readonly Formula[], neutral: Formula, absorbing: Formula): Formula {
    const members = new Map<number, Formula>();
    for (const part of parts) {
      if (part === absorbing) return absorbing;
      if (part.op === op) for (const inner of part.parts) members.set(inner.id, inner);
      else if (part !== neutral) members.set(part.id, part);
    }
    for (const member of members.values()) {
      if (member.op === "not" && members.has(member.parts[0]!.id)) return absorbing;
    }
    if (members.size === 0) return neutral;
    const sorted = [...members.values()].sort((a, b) => a.id - b.id);
    if (sorted.length === 1) return sorted[0]!;
    const key = `${op === "and" ? "&" : "|"}${sorted.map(({ id }) => id).join()}`;
    return this.known.get(key) ?? this.add(key, op, sorted, null);
  }

  private add(key: string, op: Formula["op"], parts: readonly Formula[], atom: Atom | null): Formula {
    const formula = { id: this.count++, op, parts, atom };
    this.known.set(key, formula);
    return formula;
  }
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
