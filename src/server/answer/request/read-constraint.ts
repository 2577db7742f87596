import { COMPACT_SPACING, type RawJson, renderJson } from "../../../chat/index.ts";
import type { ChatRequest } from "../../../hermes.ts";
import { badRequest } from "../../api-error.ts";

export type Constraint = NonNullable<ChatRequest["constraint"]>;

/** What an answer must be, and the field that says so. */
export interface AskedConstraint {
  readonly constraint: Constraint;
  /** Such as `response_format.json_schema.schema`. */
  readonly field: string;
}

type Members = Readonly<Record<string, RawJson | undefined>>;
type Read = (value: RawJson, field: string) => AskedConstraint[];

/** Every field of a checked body that can say what the answer must be. */
const READERS: Readonly<Record<string, Read>> = {
  response_format: (value) => readFormat(value as Members),
  structured_outputs: (value) => (value === false ? [] : readStructured(value as Members)),
  guided_json: (value, field) => [ofSchema(value, field)],
  guided_regex: (value, field) => [ofPattern(value, field)],
  guided_choice: (value, field) => [ofChoices(value, field)],
  guided_grammar: (value, field) => [ofGrammar(value, field)],
  grammar: (value, field) => (value === "" ? [] : [ofGrammar(value, field)]),
  ebnf: (value, field) => [ofGrammar(value, field)],
  structural_tag: (value, field) => [ofTag(value, field)],
  json_schema: (value, field) => [ofSchema(value, field)],
};

/** Null for free text. Throws ApiError 400 where a body asks for two things at once. */
export function readConstraint(body: Readonly<Record<string, unknown>>): AskedConstraint | null {
  const asked = Object.entries(READERS).flatMap(([field, read]) => {
    const value = body[field] as RawJson | undefined;
    return value === undefined ? [] : read(value, field);
  });
  return theOnly(asked);
}

function theOnly(asked: readonly AskedConstraint[]): AskedConstraint | null {
  const [first, second] = asked;
  if (second === undefined) return first ?? null;
  const message = `${first!.field} and ${second.field} both say what the answer must be; send one of them.`;
  throw badRequest(message, second.field, "invalid_value");
}

function readFormat(value: Members): AskedConstraint[] {
  const { type, json_schema, schema } = value;
  if (type === "text") return [];
  if (type === "structural_tag") return [ofTag(value, "response_format")];
  const asked: AskedConstraint[] = [];
  if (isGiven(schema)) asked.push(ofSchema(schema, "response_format.schema"));
  if (isGiven(json_schema)) {
    const named = json_schema as Members;
    asked.push(ofSchema(named.schema ?? true, "response_format.json_schema.schema", named));
  }
  if (asked.length > 0) return asked;
  const constraint: Constraint =
    type === "json_object" ? { type: "json-object" } : { type: "json-schema", schema: true };
  return [{ constraint, field: "response_format" }];
}

const OPTIONS = ["lenient", "any_order", "whitespace"] as const;

function readStructured(given: Members): AskedConstraint[] {
  const at = (name: string) => `structured_outputs.${name}`;
  const { json, regex, choice, grammar, structural_tag, json_object } = given;
  const asked: AskedConstraint[] = [];
  if (isGiven(json)) asked.push(ofSchema(json, at("json"), given));
  if (json_object === true) asked.push({ constraint: { type: "json-object" }, field: at("json_object") });
  if (isGiven(regex)) asked.push(ofPattern(regex, at("regex")));
  if (isGiven(choice)) asked.push(ofChoices(choice, at("choice")));
  if (isGiven(grammar)) asked.push(ofGrammar(grammar, at("grammar")));
  if (isGiven(structural_tag)) asked.push(ofTag(structural_tag, at("structural_tag")));
  if (asked.length === 0) {
    throw badRequest(
      "structured_outputs: expected json, json_object, regex, choice, grammar or structural_tag.",
      "structured_outputs",
    );
  }
  const idle = isGiven(json) ? undefined : OPTIONS.find((name) => isGiven(given[name]));
  if (idle === undefined) return asked;
  throw badRequest(`${at(idle)} means nothing without ${at("json")}; leave it out.`, at(idle), "invalid_value");
}

/** A schema is handed on as text, which keeps its numbers and the order of its keys. */
function ofSchema(value: RawJson, field: string, { lenient, any_order, whitespace }: Members = {}): AskedConstraint {
  const schema = typeof value === "string" ? value : renderJson(value, field, COMPACT_SPACING);
  return {
    field,
    constraint: {
      type: "json-schema",
      schema,
      ...(lenient === true ? { lenient } : {}),
      ...(any_order === true ? { anyOrder: any_order } : {}),
      ...(whitespace === "compact" || whitespace === "pretty" ? { whitespace } : {}),
    },
  };
}

function ofPattern(value: RawJson, field: string): AskedConstraint {
  return { constraint: { type: "regex", pattern: value as string }, field };
}

function ofChoices(value: RawJson, field: string): AskedConstraint {
  return { constraint: { type: "choice", choices: value as readonly string[] }, field };
}

function ofGrammar(value: RawJson, field: string): AskedConstraint {
  return { constraint: { type: "grammar", grammar: value as string }, field };
}

function ofTag(value: RawJson | Members, field: string): AskedConstraint {
  const tag = typeof value === "string" ? value : renderJson(value as RawJson, field, COMPACT_SPACING);
  return { constraint: { type: "structural-tag", tag }, field };
}

function isGiven(value: RawJson | undefined): value is Exclude<RawJson, null> {
  return value !== undefined && value !== null;
}
