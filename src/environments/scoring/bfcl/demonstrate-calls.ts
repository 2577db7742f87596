import type { PythonValue } from "../tool-calls/python-value.ts";
import { renderCallBlock } from "../tool-calls/render-call.ts";
import type { PossibleCall } from "./check-call.ts";
import { isOmission, valuesOf } from "./check-value.ts";
import type { FunctionSchema } from "./function-schema.ts";

/** The calls that an answer file allows, with the first value of each parameter; what may be left out is left out only where no value is told. */
export function demonstrateCalls(expected: readonly PossibleCall[], functions: readonly FunctionSchema[]): string {
  return expected
    .map(({ name, parameters }) => {
      const schema = functions.find((candidate) => candidate.name === name)!;
      const given = Array.from(parameters).flatMap(([parameter, allowed]): [string, PythonValue][] => {
        const value = firstValue(allowed) ?? (schema.required.includes(parameter) ? allowed[0] : undefined);
        const description = schema.parameters.get(parameter);
        if (value === undefined || description === undefined) return [];
        return [[parameter, example(value, description.type === "dict", description.itemType === "dict")]];
      });
      return renderCallBlock(name, new Map(given));
    })
    .join("\n");
}

function firstValue(allowed: readonly PythonValue[]): PythonValue | undefined {
  return allowed.find((value) => !isOmission(value));
}

/** Allowed objects tell lists of values for their keys. */
function example(value: PythonValue, isDict: boolean, holdsDicts: boolean): PythonValue {
  if (isDict && value.type === "dict") {
    const members = Array.from(value.members).flatMap(([key, allowed]): [string, PythonValue][] => {
      const first = firstValue(valuesOf(allowed));
      return first === undefined ? [] : [[key, first]];
    });
    return { type: "dict", members: new Map(members) };
  }
  if (holdsDicts && value.type === "list")
    return { type: "list", items: value.items.map((item) => example(item, true, false)) };
  return value;
}
