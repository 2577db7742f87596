import { isObject, type Schema } from "./json.ts";

/** XML has texts only: these are read as what the schema asks for. What does not fit stays a text, and the validator refuses it. */
export function typedBySchema(value: unknown, schema: Schema | undefined): unknown {
  switch (schema?.type) {
    case "integer":
    case "number":
      return typeof value === "string" && NUMBER.test(value) ? Number(value) : value;
    case "boolean":
      return value === "true" ? true : value === "false" ? false : value;
    case "array":
      return (Array.isArray(value) ? value : [value]).map((item) => typedBySchema(item, schema.items));
    case "object":
      return isObject(value)
        ? Object.fromEntries(
            Object.entries(value).map(([name, part]) => [name, typedBySchema(part, schema.properties?.[name])]),
          )
        : value;
    default:
      return value;
  }
}

const NUMBER = /^-?\d{1,15}(?:\.\d{1,15})?$/;
