import type { PythonDict, PythonValue } from "../tool-calls/python-value.ts";
import type { ToolCall } from "../tool-calls/read-calls.ts";
import { checkType } from "./check-type.ts";
import { dictAllowed, dictListAllowed, listAllowed, mayBeMissing, textAllowed, valueAllowed } from "./check-value.ts";
import { type FunctionSchema, type ParameterSchema, schemaTypes } from "./function-schema.ts";

/** A right call: for each parameter the values it may have, `""` among them where it may be left out. */
export interface PossibleCall {
  readonly name: string;
  readonly parameters: ReadonlyMap<string, readonly PythonValue[]>;
}

/** Why a call is not the possible one; `parameter` is the first that fails. */
export interface CallFault {
  readonly reason:
    | "wrong_function"
    | "missing_required"
    | "unexpected_parameter"
    | "wrong_type"
    | "wrong_value"
    | "missing_parameter";
  readonly parameter?: string;
}

/** Null for a right call. In the order of upstream: name, required parameters, each one given, each one left out. */
export function checkCall(call: ToolCall, possible: PossibleCall, schema: FunctionSchema): CallFault | null {
  if (call.name !== possible.name) return { reason: "wrong_function" };
  const absent = schema.required.find((name) => !call.arguments.has(name));
  if (absent !== undefined) return { reason: "missing_required", parameter: absent };
  return checkGiven(call.arguments, possible, schema) ?? checkLeftOut(call.arguments, possible);
}

function checkGiven(given: PythonDict, possible: PossibleCall, schema: FunctionSchema): CallFault | null {
  for (const [parameter, value] of given) {
    const allowed = possible.parameters.get(parameter);
    const description = schema.parameters.get(parameter);
    if (!allowed || !description) return { reason: "unexpected_parameter", parameter };
    const reason = checkValue(value, allowed, description);
    if (reason !== null) return { reason, parameter };
  }
  return null;
}

function checkLeftOut(given: PythonDict, possible: PossibleCall): CallFault | null {
  for (const [parameter, allowed] of possible.parameters) {
    if (!given.has(parameter) && !mayBeMissing(allowed)) return { reason: "missing_parameter", parameter };
  }
  return null;
}

function checkValue(
  given: PythonValue,
  allowed: readonly PythonValue[],
  { type, itemType }: ParameterSchema,
): "wrong_type" | "wrong_value" | null {
  const expected = schemaTypes[type].python;
  const expectedItem = itemType && schemaTypes[itemType].python;
  // An int is taken for a float where a float is asked, but not inside arrays.
  const value: PythonValue = expected === "float" && given.type === "int" ? { ...given, type: "float" } : given;
  const kind = checkType(value, allowed, expected, expectedItem);
  if (kind === "wrong") return "wrong_type";
  const right = kind === "variable" ? valueAllowed(value, allowed) : meansAllowed(value, allowed, expectedItem);
  return right ? null : "wrong_value";
}

function meansAllowed(value: PythonValue, allowed: readonly PythonValue[], itemType: string | null): boolean {
  if (value.type === "str") return textAllowed(value.text, allowed);
  if (value.type === "dict") return dictAllowed(value.members, allowed);
  if (value.type !== "list") return valueAllowed(value, allowed);
  return itemType === "dict" ? dictListAllowed(value.items, allowed) : listAllowed(value.items, allowed);
}
