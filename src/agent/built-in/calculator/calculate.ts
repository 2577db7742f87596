import { applyOperator, checkSize } from "./arithmetic.ts";
import type { Expression, NumberValue } from "./expression.ts";
import { applyFunction } from "./functions.ts";
import { parseExpression } from "./parse-expression.ts";

/** Decimal digits that every double keeps; 0.1 + 0.2 is 0.3 with them. */
const DIGITS = 15;
/** From here on not every whole number has a double of its own, so that digits would be made up. */
const EXACT_BELOW = 1e15;

/**
 * The value of an arithmetic expression, as text. Whole numbers are exact; other results are doubles, told to 15 digits.
 * Throws CalculationError, in words.
 */
export function calculate(expression: string): string {
  return renderNumber(evaluate(parseExpression(expression)));
}

function evaluate(expression: Expression): NumberValue {
  switch (expression.type) {
    case "number":
      return checkSize(expression.value);
    case "negate":
      return -evaluate(expression.operand);
    case "binary":
      return applyOperator(expression.operator, evaluate(expression.left), evaluate(expression.right));
    case "call":
      return checkSize(applyFunction(expression.name, expression.operands.map(evaluate)));
  }
}

function renderNumber(value: NumberValue): string {
  if (typeof value === "bigint") return value.toString();
  const rounded = Number(value.toPrecision(DIGITS));
  if (Object.is(rounded, -0)) return "0";
  return Math.abs(rounded) < EXACT_BELOW ? String(rounded) : rounded.toExponential();
}
