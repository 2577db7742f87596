import { Decimal } from "../schema-model/index.ts";
import type { NumberAtom } from "./atoms.ts";
import { FALSE, type Formula, type Formulas, TRUE } from "./formula.ts";
import { AboveAtom, NumberSetAtom } from "./number-atoms.ts";
import { canBecome } from "./number-spelling.ts";
import { type NumberText, parseNumberText, takesExponent } from "./number-text.ts";

/** All values that a spelling can still become lie from `low` on and below `high`; null: without end. Magnitudes. */
interface Hull {
  readonly negative: boolean;
  readonly low: Decimal;
  readonly high: Decimal | null;
}

/** Replaces bounds and lists of numbers by what is left of them once a spelling has begun. */
export function resolveNumber(formula: Formula, text: string, formulas: Formulas): Formula {
  const parts = parseNumberText(text);
  const hull = hullOf(parts);
  return formulas.map(formula, (atom, self) => {
    if (atom instanceof AboveAtom) return resolveBound(atom, hull, self);
    if (!(atom instanceof NumberSetAtom)) return self;
    const left = atom.cuts.filter((value) => canBecome(parts, value));
    if (left.length === atom.cuts.length) return self;
    return left.length === 0 ? FALSE : formulas.atom(new NumberSetAtom(left));
  });
}

function hullOf(parts: NumberText): Hull {
  const { negative, whole, fraction, exponent } = parts;
  if (whole === "" || exponent !== null || takesExponent(parts)) return { negative, low: Decimal.zero, high: null };
  const places = (fraction ?? "").length;
  const digits = whole + (fraction ?? "");
  const low = Decimal.parse(`${BigInt(digits)}e-${places}`)!;
  const grows = fraction === null && whole !== "0";
  return { negative, low, high: grows ? null : Decimal.parse(`${BigInt(digits) + 1n}e-${places}`) };
}

function isIn(value: Decimal, { negative, low, high }: Hull): boolean {
  if (!value.isZero && value.negative !== negative) return false;
  const magnitude = value.negative ? negate(value) : value;
  return magnitude.compare(low) >= 0 && (high === null || magnitude.compare(high) < 0);
}

function resolveBound(atom: AboveAtom, hull: Hull, self: Formula): Formula {
  const bound = atom.cuts[0]!;
  if (isIn(bound, hull)) return self;
  // No value of the hull is the bound, and a hull has no gaps: any value of it tells.
  return atom.holds(hull.negative ? negate(hull.low) : hull.low) ? TRUE : FALSE;
}

function negate(value: Decimal): Decimal {
  if (value.isZero) return value;
  return Decimal.parse(`${value.negative ? "" : "-"}${value.digits}e${value.exponent}`)!;
}

/** Whether only the difference between integers and fractions is left. */
export function asksOnlyForIntegers(atoms: readonly NumberAtom[]): boolean {
  return atoms.every((atom) => atom.key === "integer");
}
