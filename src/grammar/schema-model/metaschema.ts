import { dialectOfDraft, METASCHEMA_URIS } from "./dialect.ts";
import { type JsonValue, toJsonValue } from "./json-value.ts";
import { TYPE_NAMES } from "./keyword-form.ts";
import { isBefore, type KeywordForm } from "./keywords.ts";
import type { Draft } from "./model.ts";

/**
 * A schema for schemas of a draft, from our own table of keywords: what a reference to the official metaschema leads to. It asks what that
 * one asks of the types of keywords, and has its names for the definitions that other schemas borrow; it is not its text.
 */
export function createMetaschema(draft: Draft): JsonValue {
  const schema = schemaForm(draft);
  const isOld = isBefore(draft, "2019-09");
  return toJsonValue({
    $schema: METASCHEMA_URIS[draft],
    ...(draft === "4" ? { id: METASCHEMA_URIS[draft] } : { $id: METASCHEMA_URIS[draft] }),
    ...(draft === "2020-12" ? { $dynamicAnchor: "meta" } : {}),
    ...(draft === "2019-09" ? { $recursiveAnchor: true } : {}),
    type: draft === "4" ? "object" : ["object", "boolean"],
    properties: Object.fromEntries(
      Array.from(dialectOfDraft(draft).keywords, ([name, form]) => [name, formSchema(draft, form, schema)]),
    ),
    [isOld ? "definitions" : "$defs"]: {
      schemaArray: formSchema(draft, "schemas", schema),
      simpleTypes: { enum: TYPE_NAMES },
      stringArray: NAMES,
      [draft === "4" ? "positiveInteger" : "nonNegativeInteger"]: COUNT,
      [draft === "4" ? "positiveIntegerDefault0" : "nonNegativeIntegerDefault0"]: { ...COUNT, default: 0 },
    },
    ...(draft === "4" ? { dependencies: { exclusiveMinimum: ["minimum"], exclusiveMaximum: ["maximum"] } } : {}),
  });
}

const NAMES = { type: "array", items: { type: "string" }, uniqueItems: true };
const COUNT = { type: "integer", minimum: 0 };

function schemaForm(draft: Draft): object {
  if (draft === "2020-12") return { $dynamicRef: "#meta" };
  return draft === "2019-09" ? { $recursiveRef: "#" } : { $ref: "#" };
}

function formSchema(draft: Draft, form: KeywordForm, schema: object): unknown {
  const byName = (member: object) => ({ type: "object", additionalProperties: member });
  // The only keywords of draft 4 that take a boolean for a schema are additionalItems and additionalProperties.
  const schemas = { type: "array", minItems: 1, items: schema };
  switch (form) {
    case "schema":
      return draft === "4" ? { anyOf: [{ type: "boolean" }, schema] } : schema;
    case "schemas":
      return schemas;
    case "schema or schemas":
      return { anyOf: [schema, schemas] };
    case "schemas by name":
      return byName(schema);
    case "schemas or names by name":
      return byName({ anyOf: [schema, NAMES] });
    case "names":
      return NAMES;
    case "names by name":
      return byName(NAMES);
    case "types":
      return {
        anyOf: [{ enum: TYPE_NAMES }, { type: "array", items: { enum: TYPE_NAMES }, minItems: 1, uniqueItems: true }],
      };
    case "values":
      return { type: "array" };
    case "count":
      return COUNT;
    case "number":
      return { type: "number" };
    case "divisor":
      return draft === "4"
        ? { type: "number", minimum: 0, exclusiveMinimum: true }
        : { type: "number", exclusiveMinimum: 0 };
    case "boolean":
      return { type: "boolean" };
    case "text":
      return { type: "string" };
    case "flags":
      return byName({ type: "boolean" });
    case "anything":
      return {};
  }
}
