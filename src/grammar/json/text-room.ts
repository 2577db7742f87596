import type { TextAtom } from "./atoms.ts";
import { type Atom, type Formula, type Formulas, TRUE } from "./formula.ts";

/** How many code points may follow in any order and number up to this while the formula can still be met; 0 where not known. */
export function roomOf(formula: Formula, isPlain: boolean): number {
  if (formula === TRUE) return Number.POSITIVE_INFINITY;
  if (formula.op === "atom") return (formula.atom as TextAtom).room(false, isPlain);
  const literals = formula.op === "and" ? formula.parts : [formula];
  if (literals.every(hasNoEnd)) return Number.POSITIVE_INFINITY;
  // Lengths bound each other only from both sides, and a machine beside a length may be stopped by it early.
  return literals.reduce((least, literal) => Math.min(least, lengthRoom(literal)), Number.POSITIVE_INFINITY);
}

/** Whether all texts that are long enough meet it: at least some length, and none of a list. */
function hasNoEnd(literal: Formula): boolean {
  const isNegated = literal.op === "not";
  const { atom } = isNegated ? literal.parts[0]! : literal;
  if (atom === null) return false;
  return isNegated ? (atom as TextAtom).longest < Number.POSITIVE_INFINITY : isLength(atom);
}

function lengthRoom(literal: Formula): number {
  const isNegated = literal.op === "not";
  const { atom } = isNegated ? literal.parts[0]! : literal;
  return isLength(atom) ? (atom as TextAtom).room(isNegated, false) : 0;
}

/** More than a token has characters: see ByteMachine.nextForMask. */
const FAR = 128;

/** The formula without a largest length that no token reaches. Others than of lengths stay as they are: they may need the room. */
export function withoutFarLimit(formula: Formula, formulas: Formulas): Formula {
  const literals = formula.op === "and" ? formula.parts : [formula];
  const areLengths = literals.every(({ op, atom, parts }) => isLength((op === "not" ? parts[0]! : { atom }).atom));
  if (!areLengths) return formula;
  const near = literals.filter((literal) => literal.op !== "not" || lengthRoom(literal) < FAR);
  return near.length === literals.length ? formula : formulas.and(...near);
}

function isLength(atom: Atom | null): boolean {
  return atom !== null && atom.key.startsWith("more text ");
}
