import { CalculationError } from "./calculation-error.ts";
import type { BinaryOperator, NumberValue } from "./expression.ts";

/** Most decimal digits of a whole number: enough for anybody, and quick to compute with. */
const MAX_DIGITS = 1000;
const MAX_WHOLE = 10n ** BigInt(MAX_DIGITS) - 1n;
const MAX_BITS = BigInt(MAX_WHOLE.toString(2).length);

/** Applies an operator. Whole numbers give whole numbers, exactly, wherever the result is one. Throws CalculationError. */
export function applyOperator(operator: BinaryOperator, left: NumberValue, right: NumberValue): NumberValue {
  if ((operator === "/" || operator === "%") && Number(right) === 0) throw new CalculationError("division by zero");
  const whole = typeof left === "bigint" && typeof right === "bigint" ? applyWhole(operator, left, right) : null;
  return checkSize(whole ?? applyDouble(operator, toDouble(left), toDouble(right)));
}

/** Null where the result is no whole number. */
function applyWhole(operator: BinaryOperator, left: bigint, right: bigint): bigint | null {
  switch (operator) {
    case "+":
      return left + right;
    case "-":
      return left - right;
    case "*":
      return left * right;
    case "/":
      return left % right === 0n ? left / right : null;
    case "%":
      return left % right;
    case "^":
      return right < 0n ? null : wholePower(left, right);
  }
}

function wholePower(base: bigint, exponent: bigint): bigint {
  const bits = BigInt(magnitude(base).toString(2).length - 1);
  // The base is at least 2 to the power of `bits`; with 0 bits it is 0, 1 or -1.
  if (bits * exponent > MAX_BITS) throw tooLarge();
  if (bits === 0n) return exponent === 0n || base === 1n ? 1n : base === 0n ? 0n : exponent % 2n === 0n ? 1n : -1n;
  return base ** exponent;
}

function applyDouble(operator: BinaryOperator, left: number, right: number): number {
  switch (operator) {
    case "+":
      return left + right;
    case "-":
      return left - right;
    case "*":
      return left * right;
    case "/":
      return left / right;
    case "%":
      return left % right;
    case "^":
      if (left === 0 && right < 0) throw new CalculationError("division by zero: 0 to a negative power");
      if (left < 0 && !Number.isInteger(right)) {
        throw new CalculationError("a negative number to a fractional power has no real result");
      }
      return left ** right;
  }
}

/** The value, where it is neither infinite nor too long. Throws CalculationError. */
export function checkSize(value: NumberValue): NumberValue {
  if (typeof value === "bigint" ? magnitude(value) > MAX_WHOLE : Math.abs(value) === Number.POSITIVE_INFINITY) {
    throw tooLarge();
  }
  if (Number.isNaN(value)) throw new CalculationError("the result is not a number");
  return value;
}

/** Throws CalculationError for a whole number beyond the doubles. */
export function toDouble(value: NumberValue): number {
  const double = Number(value);
  if (!Number.isFinite(double)) throw tooLarge();
  return double;
}

export function magnitude(value: bigint): bigint {
  return value < 0n ? -value : value;
}

function tooLarge(): CalculationError {
  return new CalculationError(
    `the result is too large: at most ${MAX_DIGITS} digits for whole numbers, about 1.8e308 for others`,
  );
}
