import { HermesError } from "../errors.ts";
import type { Constraint, JsonSchemaConstraint } from "./constraint.ts";
import type { ByteMachine, GrammarNote } from "./contract.ts";
import { compileSchema } from "./json/index.ts";
import { compileLeniently } from "./lenient.ts";
import { choiceMachine, formatNames, utf8Machine, wholeMatchLanguage } from "./regex/index.ts";
import { type JsonValue, parseJson, readSchema } from "./schema-model/index.ts";
import { jsonSchemaOf } from "./standard-schema.ts";

/** The language of a constraint. */
export interface ConstraintMachine {
  readonly machine: ByteMachine;
  readonly notes: readonly GrammarNote[];
}

/** Throws HermesError "schema-invalid", "schema-unsupported" or "grammar-limit". */
export function constraintMachine(constraint: Constraint): ConstraintMachine {
  switch (constraint.type) {
    case "json-schema":
      return schemaMachine(schemaText(constraint.schema), constraint);
    case "json-object":
      return schemaMachine('{"type":"object"}', {});
    case "regex":
      return fixed(utf8Machine(wholeMatchLanguage(constraint.pattern)));
    case "choice":
      return fixed(choiceMachine(constraint.choices));
  }
}

/** The machine of JSON values that meet a schema, which is given as text. Throws as `constraintMachine`. */
export function schemaMachine(text: string, options: Omit<JsonSchemaConstraint, "type" | "schema">): ConstraintMachine {
  const { lenient = false, ...rest } = options;
  const compile = (document: JsonValue) =>
    compileSchema(readSchema(document, { lenient, isKnownFormat: (name) => formatNames.includes(name) }), rest);
  const document = parseJson(text);
  return lenient ? compileLeniently(document, compile) : compile(document);
}

/**
 * A schema, given as a value, its JSON text or a standard schema, as JSON text. Throws HermesError "schema-invalid" for a value that has
 * none, "schema-unsupported" for a standard schema without a JSON Schema.
 */
export function schemaText(given: unknown): string {
  if (typeof given === "string") return given;
  const schema = jsonSchemaOf(given);
  let text: string | undefined;
  let cause: unknown;
  try {
    text = JSON.stringify(schema);
  } catch (error) {
    cause = error;
  }
  if (text !== undefined) return text;
  const message = "The schema cannot be written as JSON. Expected an object, true, false, or the JSON text of one.";
  throw new HermesError("schema-invalid", message, { pointer: "", keyword: null }, { cause });
}

function fixed(machine: ByteMachine | null): ConstraintMachine {
  if (machine !== null) return { machine, notes: [] };
  const reason = "no text matches it";
  const message = `the pattern cannot be enforced: ${reason}`;
  throw new HermesError("schema-unsupported", message, { pointer: "", keyword: "pattern", reason });
}
