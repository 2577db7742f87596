import type { Expression } from "./expression.ts";
import { operations } from "./operations.ts";
import { parseDecimal, type Rational } from "./rational.ts";
import { exactly, type Value } from "./value.ts";

const constants: ReadonlyMap<string, Value> = new Map<string, Value>([
  ["Pi", { exact: false, re: Math.PI, im: 0 }],
  ["e", { exact: false, re: Math.E, im: 0 }],
  ["ExponentialE", { exact: false, re: Math.E, im: 0 }],
  ["i", { exact: false, re: 0, im: 1 }],
  ["ImaginaryUnit", { exact: false, re: 0, im: 1 }],
]);

/** The value at a point; null where it is not defined or cannot be computed in bounds. */
export function evaluate(expression: Expression, point: ReadonlyMap<string, Rational>): Value | null {
  switch (expression.kind) {
    case "number":
      return exactly(parseDecimal(expression.digits));
    case "symbol":
      return constants.get(expression.name) ?? exactly(point.get(expression.name) ?? null);
    case "operation": {
      const operation = operations.get(expression.name);
      if (!operation) return null;
      const values: Value[] = [];
      for (const operand of expression.operands) {
        const value = evaluate(operand, point);
        if (!value) return null;
        values.push(value);
      }
      return operation(values);
    }
  }
}

/** Names of the letters that stand for numbers: one letter, a small Greek letter's name, or either with an index. */
export function variablesOf(expression: Expression): Set<string> {
  if (expression.kind === "number") return new Set();
  if (expression.kind === "symbol") {
    const isVariable =
      !constants.has(expression.name) && /^(?:[A-Za-z]|[a-z]{2,8})(?:_\w{1,4})?$/.test(expression.name);
    return new Set(isVariable ? [expression.name] : []);
  }
  return new Set(expression.operands.flatMap((operand) => [...variablesOf(operand)]));
}
