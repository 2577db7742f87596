import type { NumberBound, SchemaNode } from "../schema-model/index.ts";
import type { Formula, Formulas } from "./formula.ts";
import { AboveAtom, MultipleAtom } from "./number-atoms.ts";

export function numberFormula({ lower, upper, multipleOf }: SchemaNode, formulas: Formulas): Formula {
  const parts: Formula[] = [];
  if (lower !== null) parts.push(above(lower, !lower.exclusive, formulas));
  if (upper !== null) parts.push(formulas.not(above(upper, upper.exclusive, formulas)));
  if (multipleOf !== null) parts.push(formulas.atom(new MultipleAtom(multipleOf)));
  return formulas.and(...parts);
}

function above({ value }: NumberBound, orEqual: boolean, formulas: Formulas): Formula {
  return formulas.atom(new AboveAtom(value, orEqual));
}
