import { HermesError } from "../errors.ts";
import { type Compilation, type ConstraintMachine, ProvingCompilation } from "./compilation.ts";
import { type Constraint, checkConstraint } from "./constraint.ts";
import type { ByteMachine } from "./contract.ts";
import { ebnfMachine } from "./ebnf/index.ts";
import { choiceMachine, utf8Machine, wholeMatchLanguage } from "./regex/index.ts";
import { jsonSchemaOf } from "./standard-schema.ts";
import { structuralTagMachine } from "./structural-tag/index.ts";

/** Throws HermesError "schema-invalid", "schema-unsupported" or "grammar-limit". */
export function constraintMachine(
  constraint: Constraint,
  compilation: Compilation = new ProvingCompilation(),
): ConstraintMachine {
  const { clock } = compilation;
  switch (constraint.type) {
    case "json-schema":
      return compilation.schemaMachine(schemaText(constraint.schema), constraint);
    case "json-object":
      return compilation.schemaMachine('{"type":"object"}', {});
    case "regex":
      return fixed(utf8Machine(wholeMatchLanguage(constraint.pattern, undefined, clock), clock));
    case "choice":
      return fixed(choiceMachine(constraint.choices, clock));
    case "grammar":
      return fixed(ebnfMachine(constraint.grammar, clock));
    case "structural-tag":
      return structuralTagMachine(schemaText(constraint.tag), compilation);
  }
}

/** A constraint of a caller, checked and as plain data: the same for equal ones. Throws HermesError "usage", and as `schemaText`. */
export function plainConstraint(constraint: Constraint): Constraint {
  checkConstraint(constraint);
  if (constraint.type === "structural-tag") return { ...constraint, tag: schemaText(constraint.tag) };
  return constraint.type === "json-schema" ? { ...constraint, schema: schemaText(constraint.schema) } : constraint;
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
