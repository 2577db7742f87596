import { isHermesError } from "../errors.ts";
import { type Constraint, checkConstraint } from "./constraint.ts";
import { constraintMachine, schemaText } from "./constraint-machine.ts";
import type { ByteMachine } from "./contract.ts";
import { formatNames, matches, wholeMatchLanguage } from "./regex/index.ts";
import {
  createLanguageTexts,
  createValidator,
  type JsonValue,
  parseJson,
  readSchema,
  renderSchemaError,
} from "./schema-model/index.ts";

/** Says what is wrong with a text; null for nothing. */
export type ConstraintCheck = (text: string) => string | null;

/**
 * The check of texts that somebody else wrote under a constraint: by the value, without the machine that would have kept to it. Throws
 * HermesError "usage", "schema-invalid", "schema-unsupported" or "grammar-limit" as that machine would.
 */
export function createConstraintCheck(constraint: Constraint): ConstraintCheck {
  checkConstraint(constraint);
  switch (constraint.type) {
    case "json-schema":
      return createSchemaCheck(constraint.schema, constraint.lenient);
    case "json-object":
      return createSchemaCheck('{"type":"object"}');
    case "regex": {
      const language = wholeMatchLanguage(constraint.pattern);
      return (text) => (matches(language, text) ? null : `${show(text)} does not match ${constraint.pattern}`);
    }
    case "choice":
      return (text) => (constraint.choices.includes(text) ? null : `${show(text)} is none of the choices`);
    case "grammar":
    case "structural-tag":
      return createMachineCheck(constraintMachine(constraint).machine);
  }
}

/** The check of JSON texts by a schema: a value, its JSON text, or a standard schema. */
export function createSchemaCheck(schema: unknown, lenient = false): ConstraintCheck {
  const model = readSchema(parseJson(schemaText(schema)), {
    lenient,
    isKnownFormat: (name) => formatNames.includes(name),
  });
  const validate = createValidator(model, createLanguageTexts());
  return (text) => {
    const value = read(text);
    if (value === undefined) return `${show(text)} is no JSON`;
    const [error] = validate(value);
    return error === undefined ? null : renderSchemaError(error);
  };
}

/** The check of texts by the machine that would have kept to them. */
function createMachineCheck(machine: ByteMachine): ConstraintCheck {
  return (text) => {
    const bytes = new TextEncoder().encode(text);
    let state = machine.start;
    for (const [index, byte] of bytes.entries()) {
      state = machine.next(state, byte);
      if (state < 0) return `${show(text)} breaks the grammar at byte ${index}`;
    }
    return machine.isAccepting(state) ? null : `${show(text)} is only the beginning of what the grammar wants`;
  };
}

function read(text: string): JsonValue | undefined {
  try {
    return parseJson(text);
  } catch (error) {
    if (isHermesError(error)) return undefined;
    throw error;
  }
}

const MOST_SHOWN = 80;

function show(text: string): string {
  return JSON.stringify(text.length > MOST_SHOWN ? `${text.slice(0, MOST_SHOWN)}…` : text);
}
