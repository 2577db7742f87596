import type { PythonType } from "../tool-calls/python-value.ts";

/** Types of BFCL's schemas: to those of JSON Schema for the prompt, and to what a value must be in Python. `any` means text there. */
export const schemaTypes = {
  string: { json: "string", python: "str" },
  integer: { json: "integer", python: "int" },
  float: { json: "number", python: "float" },
  number: { json: "number", python: "float" },
  boolean: { json: "boolean", python: "bool" },
  array: { json: "array", python: "list" },
  tuple: { json: "array", python: "list" },
  dict: { json: "object", python: "dict" },
  object: { json: "object", python: "dict" },
  any: { json: "string", python: "str" },
} as const satisfies Record<string, { readonly json: string; readonly python: PythonType }>;

export type SchemaType = keyof typeof schemaTypes;

/** A parameter as far as answers are checked against it. */
export interface ParameterSchema {
  readonly type: SchemaType;
  /** Of the items of an array; null for other types, and where the schema names none. */
  readonly itemType: SchemaType | null;
}

export interface FunctionSchema {
  readonly name: string;
  readonly required: readonly string[];
  readonly parameters: ReadonlyMap<string, ParameterSchema>;
}
