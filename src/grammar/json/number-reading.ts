import { Decimal } from "../schema-model/index.ts";
import type { Formula, Formulas } from "./formula.ts";
import { AboveAtom, IntegerAtom } from "./number-atoms.ts";

/**
 * The goal of a number, which also holds once the number is read as a double: 98.999999999999999999 is below 99 and reads as 99, so a
 * strict bound becomes the next double, as its shortest spelling. A bound of zero stays: nothing else is spelled that reads as zero.
 */
export function readableGoal(goal: Formula, formulas: Formulas): Formula {
  const isWhole = goal.op === "and" && goal.parts.some(({ atom }) => atom instanceof IntegerAtom);
  return isWhole ? goal : withoutStrictBounds(goal, false, formulas);
}

/** What stands in `oneOf` is asked for and forbidden at once, and stays exact. */
function withoutStrictBounds(formula: Formula, negated: boolean, formulas: Formulas): Formula {
  const change = (part: Formula): Formula => withoutStrictBounds(part, negated, formulas);
  switch (formula.op) {
    case "atom":
      return formula.atom instanceof AboveAtom ? (inclusive(formula.atom, negated, formulas) ?? formula) : formula;
    case "not":
      return formulas.not(withoutStrictBounds(formula.parts[0]!, !negated, formulas));
    case "and":
      return formulas.and(...formula.parts.map(change));
    case "or":
      return formulas.or(...formula.parts.map(change));
    default:
      return formula;
  }
}

/** null where the bound is not strict, or has no neighbour. Whole numbers beyond 2^53 have no double of their own, and stay. */
function inclusive(bound: AboveAtom, negated: boolean, formulas: Formulas): Formula | null {
  const value = bound.toNumber();
  if (bound.orEqual !== negated || value === 0 || Math.abs(value) > Number.MAX_SAFE_INTEGER) return null;
  return formulas.atom(new AboveAtom(Decimal.fromNumber(nextDouble(value, !negated)), !negated));
}

/** The double next to one that is neither zero nor infinite: doubles of one sign are in the order of their bits. */
function nextDouble(value: number, up: boolean): number {
  const bits = new BigInt64Array(new Float64Array([value]).buffer);
  bits[0]! += value > 0 === up ? 1n : -1n;
  return new Float64Array(bits.buffer)[0]!;
}
