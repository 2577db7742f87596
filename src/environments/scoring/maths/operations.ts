import {
  absolute,
  arccosine,
  arcsine,
  arctangent,
  type Complex,
  cosine,
  exponential,
  logarithm,
  minus,
  ONE,
  over,
  plus,
  scaled,
  sine,
  tangent,
  times,
} from "./complex.ts";
import { raise, takeRoot } from "./powers.ts";
import { add, divide, multiply, type Rational, rational } from "./rational.ts";
import { exactly, roughly, toComplex, toWhole, type Value } from "./value.ts";

/** Null: not defined there, or out of bounds. */
export type Operation = (values: readonly Value[]) => Value | null;

/** Largest n of n! and of binomial coefficients. */
const MAX_FACTORIAL = 500;
const TWO: Value = { exact: true, numerator: 2n, denominator: 1n };
const TEN: Value = { exact: true, numerator: 10n, denominator: 1n };
const MINUS_ONE: Value = { exact: true, numerator: -1n, denominator: 1n };

const sum = binary(add, plus);
const product = binary(multiply, times);
const quotient = binary(divide, over);
const negated = (a: Value): Value | null => product(a, MINUS_ONE);

/** By the names of MathJSON. */
export const operations: ReadonlyMap<string, Operation> = new Map<string, Operation>([
  ["Add", fold(sum)],
  ["Subtract", two((a, b) => chain(negated(b), (minusB) => sum(a, minusB)))],
  ["Negate", one(negated)],
  ["Multiply", fold(product)],
  ["Divide", two(quotient)],
  ["Rational", two(quotient)],
  ["Power", two(raise)],
  ["Sqrt", one((a) => takeRoot(a, 2))],
  ["Root", two((a, degree) => chain(toWhole(degree, 2, 64), (whole) => takeRoot(a, whole)))],
  ["Abs", one(magnitude)],
  ["Factorial", one((a) => chain(toWhole(a, 0, MAX_FACTORIAL), (n) => exactly(fallingProduct(n, n))))],
  ["Binomial", two(binomial)],
  ["Exp", one((a) => roughly(exponential(toComplex(a))))],
  ["Ln", logarithmTo(null)],
  ["Log", logarithmTo(TEN)],
  ["Lb", logarithmTo(TWO)],
  ["Sin", complex(sine)],
  ["Cos", complex(cosine)],
  ["Tan", complex(tangent)],
  ["Cot", complex((a) => over(cosine(a), sine(a)))],
  ["Sec", complex((a) => over(ONE, cosine(a)))],
  ["Csc", complex((a) => over(ONE, sine(a)))],
  ["Arcsin", complex(arcsine)],
  ["Arccos", complex(arccosine)],
  ["Arctan", complex(arctangent)],
  ["Sinh", complex((a) => scaled(minus(exponential(a), exponential(scaled(a, -1))), 0.5))],
  ["Cosh", complex((a) => scaled(plus(exponential(a), exponential(scaled(a, -1))), 0.5))],
]);

function binary(
  exact: (a: Rational, b: Rational) => Rational | null,
  rough: (a: Complex, b: Complex) => Complex,
): (a: Value, b: Value) => Value | null {
  return (a, b) => {
    const result = a.exact && b.exact ? exactly(exact(a, b)) : null;
    return result ?? roughly(rough(toComplex(a), toComplex(b)));
  };
}

function one(operation: (a: Value) => Value | null): Operation {
  return (values) => (values.length === 1 ? operation(values[0]!) : null);
}

function two(operation: (a: Value, b: Value) => Value | null): Operation {
  return (values) => (values.length === 2 ? operation(values[0]!, values[1]!) : null);
}

function complex(operation: (a: Complex) => Complex): Operation {
  return one((a) => roughly(operation(toComplex(a))));
}

function fold(operation: (a: Value, b: Value) => Value | null): Operation {
  return ([first, ...rest]) =>
    rest.reduce<Value | null>((a, b) => chain(a, (left) => operation(left, b)), first ?? null);
}

function chain<A, B>(value: A | null, next: (value: A) => B | null): B | null {
  return value === null ? null : next(value);
}

function logarithmTo(base: Value | null): Operation {
  return ([a, given]) => {
    if (!a) return null;
    const to = given ?? base;
    const numerator = logarithm(toComplex(a));
    return roughly(to ? over(numerator, logarithm(toComplex(to))) : numerator);
  };
}

function magnitude(a: Value): Value | null {
  if (!a.exact) return roughly({ re: absolute(a), im: 0 });
  return a.numerator < 0n ? { ...a, numerator: -a.numerator } : a;
}

function binomial(upper: Value, lower: Value): Value | null {
  const n = toWhole(upper, 0, MAX_FACTORIAL);
  const k = toWhole(lower, 0, MAX_FACTORIAL);
  if (n === null || k === null) return null;
  const [above, below] = [fallingProduct(n, k), fallingProduct(k, k)];
  return above && below && exactly(divide(above, below));
}

/** n (n-1) … with `count` factors. */
function fallingProduct(n: number, count: number): Rational | null {
  let result = 1n;
  for (let i = 0; i < count; i++) result *= BigInt(n - i);
  return rational(result);
}
