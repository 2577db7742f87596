import { applyOperator, magnitude, toDouble } from "./arithmetic.ts";
import { CalculationError } from "./calculation-error.ts";
import type { NumberValue } from "./expression.ts";

interface CalculatorFunction {
  /** Fewest and most operands. */
  readonly operands: readonly [number, number];
  apply(first: NumberValue, ...rest: readonly NumberValue[]): NumberValue;
}

const MOST_OPERANDS = 100;
const MOST_DIGITS = 15;

/** Angles are in radians; `log` is to the base 10 unless a second operand gives another. */
const functions: Readonly<Record<string, CalculatorFunction>> = {
  sqrt: { operands: [1, 1], apply: squareRoot },
  abs: { operands: [1, 1], apply: (value) => (typeof value === "bigint" ? magnitude(value) : Math.abs(value)) },
  round: { operands: [1, 2], apply: round },
  floor: whole(Math.floor),
  ceil: whole(Math.ceil),
  min: {
    operands: [1, MOST_OPERANDS],
    apply: (...values) => values.reduce((best, value) => (value < best ? value : best)),
  },
  max: {
    operands: [1, MOST_OPERANDS],
    apply: (...values) => values.reduce((best, value) => (value > best ? value : best)),
  },
  log: { operands: [1, 2], apply: logarithm },
  ln: { operands: [1, 1], apply: (value) => Math.log(positive(value, "ln")) },
  exp: double(Math.exp),
  sin: double(Math.sin),
  cos: double(Math.cos),
  tan: double(Math.tan),
};

export const functionNames: readonly string[] = Object.keys(functions);

/** Throws CalculationError for an unknown name, a wrong number of operands, and operands without a result. */
export function applyFunction(name: string, operands: readonly NumberValue[]): NumberValue {
  const found = Object.hasOwn(functions, name) ? functions[name] : undefined;
  if (found === undefined)
    throw new CalculationError(`there is no function ${name}; there are ${functionNames.join(", ")}`);
  const [fewest, most] = found.operands;
  const [first, ...rest] = operands;
  if (first === undefined || operands.length < fewest || operands.length > most) {
    throw new CalculationError(
      `${name} takes ${fewest === most ? fewest : `${fewest} to ${most}`} numbers, got ${operands.length}`,
    );
  }
  return found.apply(first, ...rest);
}

function double(apply: (value: number) => number): CalculatorFunction {
  return { operands: [1, 1], apply: (value) => apply(toDouble(value)) };
}

/** A function from doubles to whole numbers. */
function whole(apply: (value: number) => number): CalculatorFunction {
  return { operands: [1, 1], apply: (value) => (typeof value === "bigint" ? value : BigInt(apply(value))) };
}

function squareRoot(value: NumberValue): NumberValue {
  if (value < 0) throw new CalculationError("the square root of a negative number is not real");
  const root = Math.sqrt(toDouble(value));
  if (typeof value === "number" || !Number.isSafeInteger(root)) return root;
  return BigInt(root) ** 2n === value ? BigInt(root) : root;
}

/** Halves go away from zero. With a second operand, to so many digits behind the point. */
function round(value: NumberValue, digits: NumberValue = 0n): NumberValue {
  if (typeof digits !== "bigint" || digits < 0n || digits > MOST_DIGITS) {
    throw new CalculationError(`round takes 0 to ${MOST_DIGITS} digits`);
  }
  if (typeof value === "bigint") return value;
  // Moving the point in the decimal spelling rounds 1.005 as it is written, not as it is stored.
  const moved = movePoint(Math.abs(value), Number(digits));
  const rounded = Math.sign(value) * Math.round(moved);
  if (!Number.isFinite(rounded)) return value;
  return digits === 0n ? BigInt(rounded) : movePoint(rounded, -Number(digits));
}

function movePoint(value: number, places: number): number {
  const [mantissa, exponent = "0"] = String(value).split("e");
  return Number(`${mantissa}e${Number(exponent) + places}`);
}

function logarithm(value: NumberValue, base: NumberValue = 10n): NumberValue {
  const number = positive(value, "log");
  if (base === 10n) return Math.log10(number);
  if (base === 2n) return Math.log2(number);
  return applyOperator("/", Math.log(number), Math.log(positive(base, "the base of log")));
}

function positive(value: NumberValue, what: string): number {
  if (value <= 0) throw new CalculationError(`${what} needs a number above zero`);
  return toDouble(value);
}
