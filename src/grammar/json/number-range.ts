import type { Decimal } from "../schema-model/index.ts";
import { type NumberText, parseNumberText, takesExponent } from "./number-text.ts";

/** Magnitudes from `low` on and below `high`, as whole multiples of 10^-scale, and of `grain` of them. */
export interface Magnitudes {
  readonly low: bigint;
  readonly high: bigint;
  /** More than one where an exponent puts zeros behind the last digit that may be written. */
  readonly grain: bigint;
}

/** The magnitudes of all numbers whose spelling starts so and has no `e` yet, up to 10^places; `smallest` is the exponent that is looked at last. */
export function magnitudesOf(text: string, scale: number, places: number, smallest: number): Magnitudes[] {
  const parts = parseNumberText(text);
  const { whole, fraction } = parts;
  if (whole === "") return [{ low: 0n, high: power(places + scale), grain: 1n }];
  const digits = BigInt(whole + (fraction ?? ""));
  const shift = scale - (fraction ?? "").length;
  const found = [span(digits, shift)];
  const grows = fraction === null && whole !== "0";
  for (let more = 1; grows && whole.length + more <= places; more++) found.push(span(digits, shift + more));
  if (takesExponent(parts)) found.push(...scientific(parts, digits, shift, places, smallest));
  return found;
}

function scientific(parts: NumberText, digits: bigint, shift: number, places: number, smallest: number): Magnitudes[] {
  const found: Magnitudes[] = [];
  // Without a point the larger exponents are spelled by further digits as well.
  const largest = parts.fraction === null ? -1 : places + parts.fraction.length;
  for (let by = largest; by >= -smallest && shift + by >= 0; by--) {
    if (by !== 0) found.push({ ...span(digits, shift + by), grain: power(Math.max(0, by)) });
  }
  return found;
}

/** What the exponent can become that starts so; nearest to zero first. */
export function exponentsOf(exponent: string): number[] {
  const digits = exponent.replace(/[+-]/, "");
  const signs = exponent.startsWith("-") ? [-1] : exponent.startsWith("+") ? [1] : exponent === "" ? [1, -1] : [1];
  const found: number[] = [];
  for (let rest = 0; digits.length + rest <= 3; rest++) {
    if (digits.length + rest === 0) continue;
    const start = Number(digits || "0") * 10 ** rest;
    for (let offset = 0; offset < 10 ** rest; offset++) found.push(start + offset);
  }
  return signs.flatMap((sign) => found.map((value) => sign * value));
}

function span(digits: bigint, shift: number): Magnitudes {
  return { low: digits * power(shift), high: (digits + 1n) * power(shift), grain: 1n };
}

function power(exponent: number): bigint {
  return 10n ** BigInt(exponent);
}

/** A decimal's magnitude in units of 10^-scale, which it is a whole multiple of. */
export function scaled(value: Decimal, scale: number): bigint {
  return value.isZero ? 0n : BigInt(value.digits) * power(value.exponent + scale);
}
