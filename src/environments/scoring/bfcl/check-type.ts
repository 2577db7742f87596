import type { PythonType, PythonValue } from "../tool-calls/python-value.ts";
import { isOmission } from "./check-value.ts";

/** Whether a value has the type of its parameter, and whether it stands for a variable: then it is compared as it is. */
export type TypeCheck = "right" | "variable" | "wrong";

/**
 * The type must be exactly `expected`, or the type of the allowed values where that is another one (a variable). Items of an array
 * are checked one level deep against `expectedItem`, all of them by the same rule against one of the allowed lists.
 */
export function checkType(
  value: PythonValue,
  allowed: readonly PythonValue[],
  expected: PythonType,
  expectedItem: PythonType | null,
): TypeCheck {
  const allowedType = allowed.find((option) => !isOmission(option))?.type;
  if (value.type !== expected) return value.type === allowedType ? "variable" : "wrong";
  if (value.type === "list" && expectedItem !== null && !itemsFit(value.items, allowed, expectedItem)) return "wrong";
  return allowedType !== undefined && allowedType !== expected ? "variable" : "right";
}

/** Alternatives that are no lists say nothing of items, so they let all pass. */
function itemsFit(items: readonly PythonValue[], allowed: readonly PythonValue[], expected: PythonType): boolean {
  return allowed.some(
    (option) =>
      option.type !== "list" || items.every((item) => checkType(item, option.items, expected, null) !== "wrong"),
  );
}
