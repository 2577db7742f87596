/** A JSON value of this task; there are no nulls in it but for injected errors. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
export type JsonObject = { readonly [key: string]: Json };

/** The part of JSON Schema 2020-12 that this task's schemas are made of. */
export interface Schema {
  readonly type: "string" | "integer" | "number" | "boolean" | "array" | "object";
  readonly description?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
  readonly format?: "email" | "uri" | "uuid" | "date";
  readonly enum?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly multipleOf?: number;
  readonly items?: Schema;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly uniqueItems?: boolean;
  readonly properties?: { readonly [name: string]: Schema };
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean;
}

export type Path = readonly (string | number)[];

export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function isList(value: unknown): value is readonly Json[] {
  return Array.isArray(value);
}

/** A copy of `value` with another part at `path`; without that part where it is undefined. */
export function withPart(value: Json, path: Path, part: Json | undefined): Json {
  const [step, ...rest] = path;
  if (step === undefined) return part ?? null;
  if (isList(value)) {
    const items = value.map((item, i) =>
      i === step && (rest.length > 0 || part !== undefined) ? withPart(item, rest, part) : item,
    );
    return rest.length === 0 && part === undefined ? items.filter((_, i) => i !== step) : items;
  }
  const object = value as JsonObject;
  if (rest.length === 0 && part === undefined) {
    return Object.fromEntries(Object.entries(object).filter(([key]) => key !== step));
  }
  return { ...object, [step]: rest.length === 0 ? part! : withPart(object[step] ?? {}, rest, part) };
}

/** Values that hold no others, by their path as JSON text. */
export function leaves(value: unknown, path: Path = []): Map<string, unknown> {
  const entries = isList(value) ? [...value.entries()] : isObject(value) ? Object.entries(value) : null;
  if (entries === null || entries.length === 0) return new Map([[JSON.stringify(path), value]]);
  return new Map(entries.flatMap(([key, part]) => [...leaves(part, [...path, key])]));
}
