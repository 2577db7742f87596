import { parseRawJson } from "../../../chat/index.ts";
import { type Constraint, type JsonSchemaConstraint, schemaText } from "../../../grammar/index.ts";
import type { ChatRequest, CompletionRequest } from "../../contract.ts";
import type { JsonObject } from "../http/read-reply.ts";
import type { ConstraintSpelling, Preset } from "../presets.ts";
import { refusal } from "./refusals.ts";

/** How the spellings say a constraint that has them. */
const SPELLINGS: Readonly<Record<ConstraintSpelling, (constraint: Constraint) => JsonObject>> = {
  response_format: (constraint) => ({ response_format: responseFormat(constraint) }),
  structured_outputs: (constraint) => ({ structured_outputs: structuredOutputs(constraint) }),
  json_schema: (constraint) => ({ json_schema: schemaOf(constraint) }),
  regex: (constraint) => ({ regex: patternOf(constraint) }),
  grammar: (constraint) => ({ grammar: grammarOf(constraint) }),
  ebnf: (constraint) => ({ ebnf: grammarOf(constraint) }),
};

/** The constraint of a request in the endpoint's words. Throws HermesError "usage" for what it cannot be told. */
export function constraintFields(
  preset: Preset,
  { constraint }: Pick<ChatRequest | CompletionRequest, "constraint">,
): JsonObject {
  if (constraint === undefined) return {};
  if (constraint.type === "json-schema" && chooses(constraint)) {
    throw refusal(preset, "constraint", "the order of members and white space are its own to choose. Leave them out.");
  }
  const spelling = preset.constraints[constraint.type];
  if (spelling !== undefined) return SPELLINGS[spelling](constraint);
  const known = Object.keys(preset.constraints);
  const takes = known.length === 0 ? "none of them" : known.join(", ");
  throw refusal(preset, "constraint", `of constraints it is known to take ${takes}, and not ${constraint.type}.`);
}

function chooses({ anyOrder = false, whitespace = "any" }: JsonSchemaConstraint): boolean {
  return anyOrder || whitespace !== "any";
}

function responseFormat(constraint: Constraint): JsonObject {
  if (constraint.type === "json-object") return { type: "json_object" };
  if (constraint.type === "structural-tag")
    return { type: "structural_tag", ...JSON.parse(schemaText(constraint.tag)) };
  return { type: "json_schema", json_schema: { name: "answer", strict: true, schema: schemaOf(constraint) } };
}

function structuredOutputs(constraint: Constraint): JsonObject {
  switch (constraint.type) {
    case "json-schema":
      return { json: schemaOf(constraint) };
    case "json-object":
      return { json_object: true };
    case "regex":
      return { regex: constraint.pattern };
    case "choice":
      return { choice: constraint.choices };
    case "grammar":
      return { grammar: constraint.grammar };
    case "structural-tag":
      return { structural_tag: schemaText(constraint.tag) };
  }
}

/** With every digit, and keys in their order. */
function schemaOf(constraint: Constraint): unknown {
  return parseRawJson(
    constraint.type === "json-schema" ? schemaText(constraint.schema) : '{"type":"object"}',
    "schema",
  );
}

function choicesOf(constraint: Constraint): readonly string[] {
  return constraint.type === "choice" ? constraint.choices : [];
}

function patternOf(constraint: Constraint): string {
  if (constraint.type === "regex") return constraint.pattern;
  return `(${choicesOf(constraint).map(escapePattern).join("|")})`;
}

function grammarOf(constraint: Constraint): string {
  if (constraint.type === "grammar") return constraint.grammar;
  return `root ::= ${choicesOf(constraint).map(gbnfString).join(" | ")}`;
}

function escapePattern(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
}

/** A string of llama.cpp's grammars: JSON's escapes and, for what JSON spells otherwise, hexadecimal ones. */
function gbnfString(text: string): string {
  const escaped = text.replace(/["\\]/g, "\\$&").replace(/\p{Cc}/gu, (control) => {
    return `\\x${control.codePointAt(0)!.toString(16).padStart(2, "0")}`;
  });
  return `"${escaped}"`;
}
