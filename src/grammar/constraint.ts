import { HermesError } from "../errors.ts";

/** What an answer must be. It holds for the text behind the thought. */
export type Constraint =
  | JsonSchemaConstraint
  /** Any JSON object. */
  | { readonly type: "json-object" }
  /** Text that matches an ECMAScript pattern (with the flag `u`) from beginning to end. */
  | { readonly type: "regex"; readonly pattern: string }
  /** Exactly one of these texts. */
  | { readonly type: "choice"; readonly choices: readonly string[] }
  /** Text that a context-free grammar derives from its rule `root`: EBNF as llama.cpp (GBNF) and XGrammar read it. */
  | { readonly type: "grammar"; readonly grammar: string }
  /** XGrammar's structural tag, as a value or its JSON text: free text in which triggers begin tags, or any other of its formats. */
  | { readonly type: "structural-tag"; readonly tag: unknown };

/** JSON text whose value meets a schema. */
export interface JsonSchemaConstraint {
  readonly type: "json-schema";
  /** A value; its JSON text, which keeps every digit and the order of all keys; or a standard schema, such as zod's. */
  readonly schema: unknown;
  /** Drops what cannot be enforced, with a note, instead of refusing it. Default false. */
  readonly lenient?: boolean;
  /** Members in every order. Default: in the schema's. */
  readonly anyOrder?: boolean;
  /** "any", the default: up to 16 bytes in a row wherever JSON allows it; "compact": none; "pretty": as `JSON.stringify(value, null, 2)`. */
  readonly whitespace?: Whitespace;
  /**
   * Which characters of strings may be escapes. "usual", the default: those that writers of JSON escape (controls, quotes, backslashes,
   * signs of HTML, what is not ASCII); "any": all, as in `"\\u0061"`.
   */
  readonly escapes?: Escapes;
}

const ESCAPES = ["usual", "any"] as const;
export type Escapes = (typeof ESCAPES)[number];

const WHITESPACE = ["any", "compact", "pretty"] as const;
export type Whitespace = (typeof WHITESPACE)[number];

/** By type, the fields there are beside it. */
const FIELDS: Readonly<Record<Constraint["type"], readonly string[]>> = {
  "json-schema": ["schema", "lenient", "anyOrder", "whitespace", "escapes"],
  "json-object": [],
  regex: ["pattern"],
  choice: ["choices"],
  grammar: ["grammar"],
  "structural-tag": ["tag"],
};

/** What a program without types may get wrong. Throws HermesError "usage". */
export function checkConstraint(constraint: Constraint): void {
  const { type } = constraint ?? {};
  if (typeof type !== "string" || !Object.hasOwn(FIELDS, type)) {
    throw refusal(`type is ${JSON.stringify(type)}; expected one of ${Object.keys(FIELDS).join(", ")}`);
  }
  const fields = ["type", ...FIELDS[type]];
  const unknown = Object.keys(constraint).find((field) => !fields.includes(field));
  if (unknown !== undefined) throw refusal(`has no field "${unknown}" for ${type}; it has ${fields.join(", ")}`);
  if (constraint.type === "json-schema") checkOptions(constraint);
  if (constraint.type === "regex" && typeof constraint.pattern !== "string") throw refusal("pattern is no string");
  if (constraint.type === "grammar" && typeof constraint.grammar !== "string") throw refusal("grammar is no string");
  if (constraint.type === "choice") checkChoices(constraint.choices);
}

function checkOptions(constraint: JsonSchemaConstraint): void {
  const { lenient = false, anyOrder = false, whitespace = "any", escapes = "usual" } = constraint;
  if (typeof lenient !== "boolean") throw refusal("lenient is neither true nor false");
  if (typeof anyOrder !== "boolean") throw refusal("anyOrder is neither true nor false");
  if (!WHITESPACE.includes(whitespace)) throw refusal(`whitespace is none of ${WHITESPACE.join(", ")}`);
  if (!ESCAPES.includes(escapes)) throw refusal(`escapes is none of ${ESCAPES.join(", ")}`);
}

function checkChoices(choices: readonly string[]): void {
  const isList = Array.isArray(choices) && choices.length > 0;
  if (isList && choices.every((choice) => typeof choice === "string" && choice.isWellFormed())) return;
  throw refusal("choices is no list of at least one string in well-formed Unicode");
}

function refusal(what: string): HermesError<"usage"> {
  return new HermesError("usage", `constraint: ${what}.`, { argument: "constraint" });
}
