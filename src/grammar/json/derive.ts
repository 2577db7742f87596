import { UniqueAtom } from "./array-atoms.ts";
import { type ArrayAtom, Hole, type ObjectAtom, type Spec } from "./atoms.ts";
import { type Atom, atomsOf, FALSE, type Formula, type Formulas } from "./formula.ts";
import { HasAtom } from "./object-atoms.ts";

/** An object's formula behind a key, with holes for the value; `isPassed`: names that cannot come any more. */
export function takeKey(
  formula: Formula,
  key: string,
  isPassed: (name: string) => boolean,
  formulas: Formulas,
): Formula {
  const derive = (part: Formula): Formula =>
    formulas.map(part, (atom) => {
      if (atom instanceof HasAtom && isPassed(atom.name)) return FALSE;
      return (atom as ObjectAtom).take(key, formulas, derive);
    });
  return derive(formula);
}

/** An array's formula before a further item, with holes for it. */
export function takeItem(formula: Formula, formulas: Formulas): Formula {
  const derive = (part: Formula): Formula => formulas.map(part, (atom) => (atom as ArrayAtom).take(formulas, derive));
  return derive(formula);
}

/** In a search, an array's formula behind an item of which only `goal` is known. */
export function behindItem(formula: Formula, goal: Formula, formulas: Formulas): Formula {
  const change = (part: Formula): Formula =>
    formulas.map(part, (atom, self) => {
      if (atom instanceof UniqueAtom) return formulas.atom(atom.found(goal));
      return atom.mapInner?.(change, formulas) ?? self;
    });
  return change(formula);
}

/** The formula with something in place of each hole, those inside of atoms included. */
export function fill(formula: Formula, by: (spec: Spec, hole: Formula) => Formula, formulas: Formulas): Formula {
  const change = (part: Formula): Formula =>
    formulas.map(part, (atom, self) => {
      if (atom instanceof Hole) return by(atom.spec, self);
      return atom.mapInner?.(change, formulas) ?? self;
    });
  return change(formula);
}

/** The schemas that have holes in the formulas, in a fixed order. */
export function holesOf(roots: readonly Formula[]): Spec[] {
  const found: Spec[] = [];
  for (const atom of atomsOf(roots)) if (atom instanceof Hole) found.push(atom.spec);
  return found.sort((a, b) => a.id - b.id);
}

/** Whether a container may end where its formula is `formula`. */
export function holdsAtEnd(formula: Formula, formulas: Formulas): boolean {
  return formulas.evaluate(formula, (atom: Atom) => (atom as ObjectAtom | ArrayAtom).holdsAtEnd);
}
