import type { TextAtom } from "./atoms.ts";
import { type Formula, TRUE } from "./formula.ts";

/** How many code points may follow in any order and number up to this while the formula can still be met; 0 where not known. */
export function roomOf(formula: Formula, isPlain: boolean): number {
  if (formula === TRUE) return Number.POSITIVE_INFINITY;
  if (formula.op === "atom") return (formula.atom as TextAtom).room(false, isPlain);
  // Lengths bound each other only from both sides, and a machine beside a length may be stopped by it early.
  const literals = formula.op === "and" ? formula.parts : [formula];
  return literals.reduce((least, literal) => Math.min(least, lengthRoom(literal)), Number.POSITIVE_INFINITY);
}

function lengthRoom(literal: Formula): number {
  const isNegated = literal.op === "not";
  const { atom } = isNegated ? literal.parts[0]! : literal;
  if (atom === null || !atom.key.startsWith("more text ")) return 0;
  return (atom as TextAtom).room(isNegated, false);
}
