import type { Decimal } from "../schema-model/index.ts";
import { isReadable, MAX_EXPONENT_DIGITS, type NumberText, takesExponent } from "./number-text.ts";

/** Whether a number of which something is asked may be spelled so that it starts with `parts`; see extendNumberText and takesExponent. */
export function canBecome(parts: NumberText, value: Decimal): boolean {
  if (!isReadable(value)) return false;
  if (parts.whole === "" && !parts.negative) return true;
  if (!value.isZero && value.negative !== parts.negative) return false;
  if (parts.whole === "") return true;
  if (parts.exponent === null && isPlainStart(parts, value)) return true;
  return takesExponent(parts) && isScientificStart(parts, value);
}

/** `120`, `0.5`: digits where their place is. */
function isPlainStart({ whole, fraction }: NumberText, { digits, exponent }: Decimal): boolean {
  const places = digits.length + exponent;
  if (whole === "0") {
    if (digits !== "" && places > 0) return false;
    const spelled = fraction ?? "";
    const zeros = digits === "" ? spelled.length : Math.min(-places, spelled.length);
    return startWith(spelled.slice(0, zeros), "") && startWith(spelled.slice(zeros), digits);
  }
  const fits = fraction === null ? whole.length <= places : whole.length === places;
  return fits && startWith(whole + (fraction ?? ""), digits);
}

/** `1.2e-7`: one digit before the point. */
function isScientificStart({ whole, fraction, exponent }: NumberText, value: Decimal): boolean {
  const spelled = whole + (fraction ?? "");
  if (value.isZero || !startWith(spelled, value.digits)) return false;
  if (exponent === null) return true;
  return spelled.length >= value.digits.length && isExponentStart(exponent, value.digits.length - 1 + value.exponent);
}

function isExponentStart(text: string, exponent: number): boolean {
  const digits = text.replace(/[+-]/, "");
  const signFits = text === "" || exponent === 0 || text.startsWith("-") === exponent < 0;
  const size = String(Math.abs(exponent));
  const zeros = MAX_EXPONENT_DIGITS - size.length;
  // Zeros may stand before it, as many as there is room for.
  const starts = Array.from({ length: zeros + 1 }, (_, count) => "0".repeat(count) + size);
  return signFits && starts.some((start) => start.startsWith(digits));
}

/** Whether `text` and `digits`, each with zeros behind it, are alike as far as `text` goes. */
function startWith(text: string, digits: string): boolean {
  return digits.startsWith(text) || (text.startsWith(digits) && /^0*$/.test(text.slice(digits.length)));
}
