import type { Draft } from "./model.ts";

/** What the value of a keyword must be. */
export type KeywordForm =
  | "schema"
  | "schemas"
  | "schema or schemas"
  | "schemas by name"
  | "schemas or names by name"
  | "names"
  | "names by name"
  | "types"
  | "values"
  | "count"
  | "number"
  | "divisor"
  | "boolean"
  | "text"
  | "flags"
  | "anything";

/** Groups of keywords that a metaschema of 2019-09 and later switches on; earlier drafts have all. */
export type Vocabulary =
  | "core"
  | "applicator"
  | "unevaluated"
  | "validation"
  | "format-annotation"
  | "meta-data"
  | "content";

export interface KeywordRow {
  readonly name: string;
  readonly form: KeywordForm;
  readonly vocabulary: Vocabulary;
  /** First and last draft that has it in this form. */
  readonly from: Draft;
  readonly to: Draft;
}

/** Oldest first. */
export const DRAFTS: readonly Draft[] = ["4", "6", "7", "2019-09", "2020-12"];

export function isBefore(draft: Draft, other: Draft): boolean {
  return DRAFTS.indexOf(draft) < DRAFTS.indexOf(other);
}

/**
 * Every keyword of every draft. `definitions` and `dependencies` stay in the drafts that have successors for them, as those drafts
 * recommend.
 */
export const KEYWORDS: readonly KeywordRow[] = [
  ...rows("core", [
    ["id", "text", "4", "4"],
    ["$id", "text", "6"],
    ["$schema", "text"],
    ["$ref", "text"],
    ["$comment", "text", "7"],
    ["definitions", "schemas by name"],
    ["$defs", "schemas by name", "2019-09"],
    ["$anchor", "text", "2019-09"],
    ["$vocabulary", "flags", "2019-09"],
    ["$recursiveAnchor", "boolean", "2019-09", "2019-09"],
    ["$recursiveRef", "text", "2019-09", "2019-09"],
    ["$dynamicAnchor", "text", "2020-12"],
    ["$dynamicRef", "text", "2020-12"],
  ]),
  ...rows("applicator", [
    ["prefixItems", "schemas", "2020-12"],
    ["items", "schema or schemas", "4", "2019-09"],
    ["items", "schema", "2020-12"],
    ["additionalItems", "schema", "4", "2019-09"],
    ["contains", "schema", "6"],
    ["properties", "schemas by name"],
    ["patternProperties", "schemas by name"],
    ["additionalProperties", "schema"],
    ["propertyNames", "schema", "6"],
    ["dependencies", "schemas or names by name"],
    ["dependentSchemas", "schemas by name", "2019-09"],
    ["allOf", "schemas"],
    ["anyOf", "schemas"],
    ["oneOf", "schemas"],
    ["not", "schema"],
    ["if", "schema", "7"],
    ["then", "schema", "7"],
    ["else", "schema", "7"],
  ]),
  ...rows("unevaluated", [
    ["unevaluatedItems", "schema", "2019-09"],
    ["unevaluatedProperties", "schema", "2019-09"],
  ]),
  ...rows("validation", [
    ["type", "types"],
    ["enum", "values"],
    ["const", "anything", "6"],
    ["multipleOf", "divisor"],
    ["minimum", "number"],
    ["maximum", "number"],
    ["exclusiveMinimum", "boolean", "4", "4"],
    ["exclusiveMaximum", "boolean", "4", "4"],
    ["exclusiveMinimum", "number", "6"],
    ["exclusiveMaximum", "number", "6"],
    ["minLength", "count"],
    ["maxLength", "count"],
    ["pattern", "text"],
    ["minItems", "count"],
    ["maxItems", "count"],
    ["uniqueItems", "boolean"],
    ["minContains", "count", "2019-09"],
    ["maxContains", "count", "2019-09"],
    ["required", "names"],
    ["minProperties", "count"],
    ["maxProperties", "count"],
    ["dependentRequired", "names by name", "2019-09"],
  ]),
  ...rows("format-annotation", [["format", "text"]]),
  ...rows("meta-data", [
    ["title", "text"],
    ["description", "text"],
    ["default", "anything"],
    ["examples", "values", "6"],
    ["readOnly", "boolean", "7"],
    ["writeOnly", "boolean", "7"],
    ["deprecated", "boolean", "2019-09"],
  ]),
  ...rows("content", [
    ["contentEncoding", "text", "7"],
    ["contentMediaType", "text", "7"],
    ["contentSchema", "schema", "2019-09"],
  ]),
];

type ShortRow = readonly [name: string, form: KeywordForm, from?: Draft, to?: Draft];

function rows(vocabulary: Vocabulary, short: readonly ShortRow[]): readonly KeywordRow[] {
  return short.map(([name, form, from = "4", to = "2020-12"]) => ({ name, form, vocabulary, from, to }));
}
