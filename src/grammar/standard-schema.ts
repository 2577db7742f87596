import { HermesError } from "../errors.ts";

/** A schema of zod, Valibot, ArkType or another library, by the interface they share (standardschema.dev). */
export interface StandardSchema<Input = unknown, Output = Input> {
  readonly "~standard": {
    readonly version: 1;
    readonly vendor: string;
    /** For the type checker only. */
    readonly types?: { readonly input: Input; readonly output: Output } | undefined;
    /** Takes what the schema describes and gives what the library makes of it. */
    readonly validate?: (value: unknown) => StandardResult<Output> | Promise<StandardResult<Output>>;
    readonly jsonSchema?: { readonly input: (options: { readonly target: string }) => object } | undefined;
  };
}

export type StandardResult<Output> =
  | { readonly value: Output; readonly issues?: undefined }
  | { readonly issues: readonly { readonly message: string; readonly path?: readonly unknown[] | undefined }[] };

/** The type of what a schema gives. */
export type StandardOutput<Schema extends StandardSchema> = NonNullable<Schema["~standard"]["types"]>["output"];

/** Told by its shape, so that any copy of any library counts. Those of ArkType are functions. */
export function isStandardSchema(schema: unknown): schema is StandardSchema {
  const isObject = (typeof schema === "object" && schema !== null) || typeof schema === "function";
  if (!isObject) return false;
  const { "~standard": standard } = schema as Partial<StandardSchema>;
  return typeof standard === "object" && standard !== null && typeof standard.vendor === "string";
}

/**
 * The JSON Schema of what a standard schema takes: a text that it turns into a date is a text. Anything else is given back as it is.
 * Throws HermesError "schema-unsupported" for one that cannot be described so.
 */
export function jsonSchemaOf(schema: unknown): unknown {
  if (!isStandardSchema(schema)) return schema;
  const { vendor, jsonSchema } = schema["~standard"];
  if (typeof jsonSchema?.input !== "function") {
    throw refusal(`${vendor}: it gives no JSON Schema ("~standard".jsonSchema)`, wayOut(vendor));
  }
  try {
    // The draft is the one that a schema has which names none.
    const { $schema: _, ...own } = jsonSchema.input({ target: "draft-2020-12" }) as Readonly<Record<string, unknown>>;
    return own;
  } catch (cause) {
    const said = cause instanceof Error ? cause.message : String(cause);
    throw refusal(`${vendor}: ${said}`, "Use types that JSON has, or hand over a JSON Schema", cause);
  }
}

/** What to do with the libraries that are known to need something. */
function wayOut(vendor: string): string {
  if (vendor === "zod") return "Use zod 4.2 or later, or hand over z.toJSONSchema(schema)";
  if (vendor === "valibot") return "Hand over toStandardJsonSchema(schema) of @valibot/to-json-schema";
  return "Hand over the JSON Schema that the library makes of it";
}

function refusal(reason: string, way: string, cause?: unknown): HermesError<"schema-unsupported"> {
  const message = `The schema of ${reason}. ${way}.`;
  const facts = { pointer: "", keyword: null, reason };
  return new HermesError("schema-unsupported", message, facts, cause === undefined ? undefined : { cause });
}
