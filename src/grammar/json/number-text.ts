import { Decimal } from "../schema-model/index.ts";

/** Zeros before an exponent count: a bound keeps a model from writing digits for ever. */
export const MAX_EXPONENT_DIGITS = 3;
/** The doubles farthest from zero and nearest to it are 1.7976931348623157e308 and 5e-324. */
export const MAX_WHOLE_DIGITS = 308;
const LARGEST_MANTISSA = "1.7976931348623157";
const MIN_EXPONENT = -324;
const SMALLEST_DIGIT = "5";

/** The beginning of a number as it is spelled. */
export interface NumberText {
  readonly negative: boolean;
  readonly whole: string;
  /** null before the point. */
  readonly fraction: string | null;
  /** Sign and digits; null before the `e`. */
  readonly exponent: string | null;
}

const SPELLING = /^(-?)(\d*)(?:\.(\d*))?(?:e([+-]?\d*))?$/;

export function parseNumberText(text: string): NumberText {
  const [, sign, whole = "", fraction = null, exponent = null] = SPELLING.exec(text)!;
  return { negative: sign === "-", whole, fraction, exponent };
}

/**
 * `text` with one more character, null where JSON has no such number or every reader with doubles would make infinity or zero of it.
 * `E` is read as `e`.
 */
export function extendNumberText(text: string, character: string): string | null {
  const parts = parseNumberText(text);
  const { whole, fraction, exponent } = parts;
  if (character >= "0" && character <= "9") {
    if (exponent !== null) return takesExponentDigit(parts, exponent + character) ? text + character : null;
    if (fraction !== null) return text + character;
    return whole === "0" || whole.length === MAX_WHOLE_DIGITS ? null : text + character;
  }
  if (character === "-" && text === "") return text + character;
  if (character === ".") return whole !== "" && fraction === null && exponent === null ? text + character : null;
  if (character === "e" || character === "E") {
    return whole !== "" && fraction !== "" && exponent === null ? `${text}e` : null;
  }
  return (character === "+" || character === "-") && exponent === "" ? text + character : null;
}

function takesExponentDigit({ whole, fraction }: NumberText, exponent: string): boolean {
  if (exponent.replace(/[+-]/, "").length > MAX_EXPONENT_DIGITS) return false;
  const value = Number(exponent);
  const length = whole === "0" ? 0 : whole.length;
  if (value < 0) return value > MIN_EXPONENT || (value === MIN_EXPONENT && (length !== 1 || whole >= SMALLEST_DIGIT));
  if (value + length <= MAX_WHOLE_DIGITS) return true;
  return value === MAX_WHOLE_DIGITS && length === 1 && isSmallMantissa(`${whole}.${fraction ?? ""}`);
}

function isSmallMantissa(mantissa: string): boolean {
  return mantissa <= LARGEST_MANTISSA;
}

/** Whether a value of this size can be spelled with extendNumberText. */
export function isReadable({ digits, exponent }: Decimal): boolean {
  const point = digits.length + exponent;
  if (digits === "") return true;
  if (point > MAX_WHOLE_DIGITS) {
    return point === MAX_WHOLE_DIGITS + 1 && isSmallMantissa(`${digits.slice(0, 1)}.${digits.slice(1)}`);
  }
  return point > MIN_EXPONENT + 1 || (point === MIN_EXPONENT + 1 && digits >= SMALLEST_DIGIT);
}

/** A beginning of a number before its `e` that may be followed by the same exponents, now and behind further digits. */
export function sameReach({ whole, fraction }: NumberText): string {
  if (whole === "0") return whole;
  if (whole !== "1") return whole.length === 1 && whole < SMALLEST_DIGIT ? "2" : "9".repeat(whole.length);
  const mantissa = fraction === null ? whole : `${whole}.${fraction}`;
  if (LARGEST_MANTISSA.startsWith(mantissa)) return mantissa;
  return isSmallMantissa(mantissa) ? "1.0" : "2";
}

export function isWholeNumber(text: string): boolean {
  return /\d$/.test(text);
}

export function decimalOf(text: string): Decimal {
  return Decimal.parse(text)!;
}

/**
 * Where something is asked of a number's value, exponents are allowed behind one digit other than 0 only: `1.5e-7`, the way programs
 * write them. Otherwise no digit could ever be refused: 123 can still become 123e-5.
 */
export function takesExponent({ whole }: NumberText): boolean {
  return whole.length === 1 && whole !== "0";
}

/**
 * A text that stands for all with the same future when nothing is asked of the value: only the place in the syntax is left, and how
 * far the exponent may go.
 */
export function freeText(text: string): string {
  const parts = parseNumberText(text);
  const { whole, fraction, exponent } = parts;
  if (whole === "") return text;
  const digits = exponent?.replace(/[+-]/, "") ?? "";
  // Behind the last digit of an exponent nothing is left to tell.
  if (digits.length === MAX_EXPONENT_DIGITS) return `1e${"1".repeat(MAX_EXPONENT_DIGITS)}`;
  const start = sameReach(parts);
  if (exponent !== null) return `${start}e${exponent}`;
  return fraction === null || start.includes(".") ? start : `${start}.${fraction === "" ? "" : "0"}`;
}

/** As freeText, when only the difference between integers and fractions matters. */
export function integerText(text: string): string {
  const parts = parseNumberText(text);
  const { whole, fraction, exponent } = parts;
  if (whole === "") return text;
  const [start] = sameReach(parts).split(".") as [string];
  if (exponent !== null)
    return `${start}.${(fraction ?? "").replace(/0+$/, "").replace(/\d/g, "1")}e${exponent}`.replace(".e", "e");
  if (fraction === null) return start;
  // How many zeros there are matters where an exponent may still move the point behind the digits that follow them.
  const isKept = fraction === "" || /[1-9]/.test(fraction) || takesExponent(parts);
  return `${start}.${isKept ? fraction : "0"}`;
}
