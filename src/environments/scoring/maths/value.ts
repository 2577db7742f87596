import type { Complex } from "./complex.ts";
import { type Rational, toNumber } from "./rational.ts";

/** Exact while it can be, else in double precision. */
export type Value = ({ readonly exact: true } & Rational) | ({ readonly exact: false } & Complex);

export function exactly(value: Rational | null): Value | null {
  return value && { exact: true, numerator: value.numerator, denominator: value.denominator };
}

/** Null where a part is not finite. */
export function roughly({ re, im }: Complex): Value | null {
  return Number.isFinite(re) && Number.isFinite(im) ? { exact: false, re, im } : null;
}

export function toComplex(value: Value): Complex {
  return value.exact ? { re: toNumber(value), im: 0 } : value;
}

/** A whole number in the range, or null. */
export function toWhole(value: Value, low: number, high: number): number | null {
  if (!value.exact || value.denominator !== 1n) return null;
  const { numerator } = value;
  return numerator >= BigInt(low) && numerator <= BigInt(high) ? Number(numerator) : null;
}

/** Largest difference of two numbers in double precision that are taken for one, relative to the larger. */
const TOLERANCE = 1e-9;

export function sameValue(a: Value, b: Value): boolean {
  if (a.exact && b.exact) return a.numerator === b.numerator && a.denominator === b.denominator;
  const [x, y] = [toComplex(a), toComplex(b)];
  const larger = Math.max(Math.hypot(x.re, x.im), Math.hypot(y.re, y.im));
  return Math.hypot(x.re - y.re, x.im - y.im) <= TOLERANCE * larger;
}
