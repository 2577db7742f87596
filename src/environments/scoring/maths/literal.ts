import { parseDecimal, type Rational } from "./rational.ts";

/** A whole number as it is written (`7`, `-7`, `7.00`, `007`), or null. */
export function readInteger(text: string): bigint | null {
  const digits = /^([+-]?)(\d+)(?:\.0*)?$/.exec(text);
  if (!digits) return null;
  const value = BigInt(digits[2]!);
  return digits[1] === "-" ? -value : value;
}

/** A fraction of two whole numbers as it is written, not reduced: `-1/2`. */
export function readFraction(text: string): string | null {
  const parts = /^(-?)(\d+)\/0*([1-9]\d*)$/.exec(text);
  if (!parts) return null;
  return `${parts[1]}${BigInt(parts[2]!)}/${parts[3]}`;
}

export function readDecimal(text: string): Rational | null {
  return /^-?\d+(?:\.\d*)?$/.test(text) ? parseDecimal(text) : null;
}
