import { Decimal } from "../schema-model/index.ts";

/** Zeros before an exponent count; three digits reach past all doubles, and a bound keeps a model from writing digits for ever. */
const MAX_EXPONENT_DIGITS = 3;

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

/** `text` with one more character, null where JSON has no such number. `E` is read as `e`. */
export function extendNumberText(text: string, character: string): string | null {
  const { whole, fraction, exponent } = parseNumberText(text);
  if (character >= "0" && character <= "9") {
    if (exponent !== null && exponent.replace(/[+-]/, "").length >= MAX_EXPONENT_DIGITS) return null;
    return fraction === null && exponent === null && whole === "0" ? null : text + character;
  }
  if (character === "-" && text === "") return text + character;
  if (character === ".") return whole !== "" && fraction === null && exponent === null ? text + character : null;
  if (character === "e" || character === "E") {
    return whole !== "" && fraction !== "" && exponent === null ? `${text}e` : null;
  }
  return (character === "+" || character === "-") && exponent === "" ? text + character : null;
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
 * A text that stands for all with the same future when nothing is asked of the value: only the place in the syntax is left.
 */
export function freeText(text: string): string {
  const { whole, fraction, exponent } = parseNumberText(text);
  if (whole === "") return text;
  if (exponent !== null) return `1e${exponent.replace(/\d/g, "1")}`;
  if (fraction !== null) return fraction === "" ? "1." : "1.0";
  return whole === "0" ? "0" : "1";
}

/** As freeText, for a number of which something was asked that is settled: exponents may only come where takesExponent says so. */
export function plainText(text: string): string {
  const { whole, fraction, exponent } = parseNumberText(text);
  const free = freeText(text);
  const neverTakesOne = exponent === null && (whole.length > 1 || (whole === "0" && fraction !== null));
  return neverTakesOne ? free.replace("1", "10") : free;
}

/** As freeText, when only the difference between integers and fractions matters. */
export function integerText(text: string): string {
  const { whole, fraction, exponent } = parseNumberText(text);
  if (whole === "") return text;
  const start = whole.length > 1 ? "10" : whole === "0" ? "0" : "1";
  if (exponent !== null)
    return `${start}.${(fraction ?? "").replace(/0+$/, "").replace(/\d/g, "1")}e${exponent}`.replace(".e", "e");
  if (fraction === null) return start;
  return `${start}.${fraction === "" || /[1-9]/.test(fraction) ? fraction : "0"}`;
}
