import { type Complex, raised, squareRoot } from "./complex.ts";
import { power, type Rational, root } from "./rational.ts";
import { exactly, roughly, toComplex, toWhole, type Value } from "./value.ts";

/** Largest degree of a root that is taken exactly. */
const MAX_DEGREE = 64;

/** An odd root of a negative real is the negative one, as in school: (-8)^{1/3} is -2. */
export function raise(base: Value, exponent: Value): Value | null {
  if (!exponent.exact) return roughly(raised(toComplex(base), toComplex(exponent)));
  if (exponent.denominator === 1n) return raiseWhole(base, exponent.numerator);
  const degree = toWhole({ ...exponent, numerator: exponent.denominator, denominator: 1n }, 2, MAX_DEGREE);
  const base_ = degree === null ? null : takeRoot(base, degree);
  if (base_) return raiseWhole(base_, exponent.numerator);
  return roughly(raised(toComplex(base), toComplex(exponent)));
}

export function takeRoot(value: Value, degree: number): Value | null {
  const exact = value.exact ? exactly(root(value, degree)) : null;
  if (exact) return exact;
  const number = toComplex(value);
  if (degree === 2) return roughly(squareRoot(number));
  const isNegative = number.im === 0 && number.re < 0;
  const inverse: Complex = { re: 1 / degree, im: 0 };
  if (!isNegative || degree % 2 === 0) return roughly(raised(number, inverse));
  return roughly({ re: -raised({ re: -number.re, im: 0 }, inverse).re, im: 0 });
}

function raiseWhole(base: Value, exponent: bigint): Value | null {
  const exact = base.exact ? exactly(power(base as Rational, exponent)) : null;
  if (exact) return exact;
  const number = toComplex(base);
  if (number.re === 0 && number.im === 0 && exponent <= 0n) return null;
  return roughly(wholePower(number, Number(exponent)));
}

/** Up to 64 by multiplying, so that (a+bi)^2 stays as precise as its factors. */
function wholePower(base: Complex, exponent: number): Complex {
  if (exponent < 0 || exponent > 64) return raised(base, { re: exponent, im: 0 });
  let result: Complex = { re: 1, im: 0 };
  for (let i = 0; i < exponent; i++) {
    result = { re: result.re * base.re - result.im * base.im, im: result.re * base.im + result.im * base.re };
  }
  return result;
}
