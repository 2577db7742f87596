/** An exact number: reduced, the denominator positive. */
export interface Rational {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

/** Largest numerator and denominator in bits: about 1,200 digits, so that every step takes microseconds. */
const MAX_BITS = 4096;
const LIMIT = 1n << BigInt(MAX_BITS);

/** Null for a denominator of 0 and for numbers over the limit. */
export function rational(numerator: bigint, denominator = 1n): Rational | null {
  if (denominator === 0n) return null;
  const divisor = greatestCommonDivisor(numerator, denominator) * (denominator < 0n ? -1n : 1n);
  const reduced = { numerator: numerator / divisor, denominator: denominator / divisor };
  return magnitude(reduced.numerator) >= LIMIT || reduced.denominator >= LIMIT ? null : reduced;
}

export function add(a: Rational, b: Rational): Rational | null {
  return rational(a.numerator * b.denominator + b.numerator * a.denominator, a.denominator * b.denominator);
}

export function multiply(a: Rational, b: Rational): Rational | null {
  return rational(a.numerator * b.numerator, a.denominator * b.denominator);
}

export function divide(a: Rational, b: Rational): Rational | null {
  return rational(a.numerator * b.denominator, a.denominator * b.numerator);
}

/** Null where the result would be over the limit, before it is computed; and for 0 to a negative power. */
export function power(base: Rational, exponent: bigint): Rational | null {
  if (exponent < 0n) {
    const inverse = divide({ numerator: 1n, denominator: 1n }, base);
    return inverse && power(inverse, -exponent);
  }
  const trivial = magnitude(base.numerator) <= 1n && base.denominator === 1n;
  if (trivial)
    return rational(exponent % 2n === 0n && base.numerator !== 0n ? 1n : exponent === 0n ? 1n : base.numerator);
  const bits = Math.max(bitLength(base.numerator), bitLength(base.denominator));
  if (exponent > BigInt(MAX_BITS) || (bits - 1) * Number(exponent) > MAX_BITS) return null;
  return rational(base.numerator ** exponent, base.denominator ** exponent);
}

/** The exact root, or null where it is irrational. An odd root of a negative number is negative. */
export function root(value: Rational, degree: number): Rational | null {
  if (value.numerator < 0n) {
    if (degree % 2 === 0) return null;
    const positive = root({ ...value, numerator: -value.numerator }, degree);
    return positive && { ...positive, numerator: -positive.numerator };
  }
  const numerator = wholeRoot(value.numerator, degree);
  const denominator = wholeRoot(value.denominator, degree);
  return numerator === null || denominator === null ? null : { numerator, denominator };
}

/** `2.50`, `3e5`, `0.1(6)` with the digits in brackets repeating for ever. Null for other texts and numbers over the limit. */
export function parseDecimal(text: string): Rational | null {
  const parts = /^([+-]?)(\d{0,400})(?:\.(\d{0,400})(?:\((\d{1,100})\))?)?(?:e([+-]?\d{1,3}))?$/i.exec(text);
  if (!parts) return null;
  const [, sign, whole = "", fraction = "", repeating = "", exponent = "0"] = parts;
  if (`${whole}${fraction}${repeating}` === "") return null;
  const places = 10n ** BigInt(fraction.length);
  let value = rational(BigInt(`${whole}${fraction}` || "0"), places);
  if (value && repeating !== "") {
    const tail = rational(BigInt(repeating), places * (10n ** BigInt(repeating.length) - 1n));
    value = tail && add(value, tail);
  }
  const scale = power({ numerator: 10n, denominator: 1n }, BigInt(exponent));
  const scaled = value && scale && multiply(value, scale);
  return scaled && sign === "-" ? { ...scaled, numerator: -scaled.numerator } : scaled;
}

/** Not finite where a part is beyond double precision. */
export function toNumber({ numerator, denominator }: Rational): number {
  return Number(numerator) / Number(denominator);
}

function wholeRoot(value: bigint, degree: number): bigint | null {
  if (value < 2n) return value;
  const exponent = BigInt(degree);
  let low = 1n;
  let high = 1n << BigInt(Math.ceil(bitLength(value) / degree) + 1);
  while (low < high) {
    const middle = (low + high) / 2n;
    if (middle ** exponent < value) low = middle + 1n;
    else high = middle;
  }
  return low ** exponent === value ? low : null;
}

function greatestCommonDivisor(a: bigint, b: bigint): bigint {
  let [x, y] = [magnitude(a), magnitude(b)];
  while (y > 0n) [x, y] = [y, x % y];
  return x;
}

function magnitude(value: bigint): bigint {
  return value < 0n ? -value : value;
}

function bitLength(value: bigint): number {
  return magnitude(value).toString(2).length;
}
