import { HermesError } from "../../errors.ts";

/** A schema that breaks the rules of its draft. */
export function invalidSchema(pointer: string, keyword: string | null, what: string): HermesError<"schema-invalid"> {
  return new HermesError("schema-invalid", `not a valid JSON Schema at "${pointer}": ${what}`, { pointer, keyword });
}

/** A sound schema that asks for something that is not there. */
export function unsupportedSchema(pointer: string, keyword: string, reason: string): HermesError<"schema-unsupported"> {
  const message = `a JSON Schema that cannot be enforced at "${pointer}": ${reason}`;
  return new HermesError("schema-unsupported", message, { pointer, keyword, reason });
}
