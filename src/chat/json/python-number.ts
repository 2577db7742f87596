/** From here on Python's repr of a float uses an exponent. */
const EXPONENT_FROM = 1e16;
const EXPONENT_BELOW = 1e-4;

/**
 * A number as Python prints it, as far as a JavaScript number can tell: a whole number below 1e16 counts as an
 * integer, everything else as a float (`1e-05`, `1e+16`).
 */
export function renderNumber(value: number): string {
  if (Number.isNaN(value)) return "NaN";
  if (!Number.isFinite(value)) return value > 0 ? "Infinity" : "-Infinity";
  const size = Math.abs(value);
  if (size === 0) return "0";
  if (size >= EXPONENT_BELOW && size < EXPONENT_FROM) return String(value);
  const [digits, exponent] = value.toExponential().split("e") as [string, string];
  const sign = exponent.startsWith("-") ? "-" : "+";
  return `${digits}e${sign}${exponent.slice(1).padStart(2, "0")}`;
}
