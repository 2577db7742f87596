import {
  countOf,
  decimalOf,
  dependentRequiredOf,
  distinctNames,
  type KeywordValues,
  lowerBound,
  membersOf,
  textOf,
  typesOf,
  upperBound,
} from "./assertions.ts";
import type { Dialect } from "./dialect.ts";
import { isJsonArray, type JsonObject, type JsonValue } from "./json-value.ts";
import { isBefore } from "./keywords.ts";
import { ALL_TYPES, type NodeId, type SchemaNode } from "./model.ts";

/** A schema object, and how to come from it to the nodes of the schemas inside. */
export interface NodeSource {
  readonly schema: KeywordValues;
  readonly child: Child;
  readonly dialect: Dialect;
  readonly assertsFormat: boolean;
}

/** The node of the schema at these steps of a JSON pointer. */
type Child = (...steps: readonly (string | number)[]) => NodeId;

/** All fields of a node that its own keywords set. Most schemas have keywords of one kind or two, so the others are not looked for. */
export function readNodeParts(value: JsonObject, source: NodeSource): Partial<SchemaNode> {
  const has = (names: readonly string[]) => names.some((name) => value.has(name));
  return {
    ...readValuePart(source),
    ...(has(STRING_AND_NUMBER) ? readStringAndNumberPart(source) : {}),
    ...(has(ARRAY) ? readArrayPart(source) : {}),
    ...(has(OBJECT) ? readObjectPart(source) : {}),
    ...(has(COMBINATORS) ? readCombinators(source) : {}),
  };
}

function readValuePart({ schema }: NodeSource) {
  const values = schema.get("enum");
  return {
    types: typesOf(schema),
    enumeration: isJsonArray(values) ? values : null,
    constant: schema.get("const"),
  };
}

const STRING_AND_NUMBER = [
  ...["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"],
  ...["minLength", "maxLength", "pattern", "format"],
];

function readStringAndNumberPart({ schema, assertsFormat }: NodeSource) {
  return {
    lower: lowerBound(schema),
    upper: upperBound(schema),
    multipleOf: decimalOf(schema, "multipleOf"),
    minLength: countOf(schema, "minLength", 0),
    maxLength: countOf(schema, "maxLength", Infinity),
    pattern: textOf(schema, "pattern"),
    format: assertsFormat ? textOf(schema, "format") : null,
  };
}

const ARRAY = ["prefixItems", "items", "contains", "minItems", "maxItems", "uniqueItems", "unevaluatedItems"];

function readArrayPart({ schema, child, dialect }: NodeSource) {
  const isTuple = isJsonArray(schema.get("items"));
  const prefix = isTuple ? "items" : "prefixItems";
  // `additionalItems` has no meaning beside anything but a tuple.
  const rest = isTuple ? "additionalItems" : "items";
  const hasContains = schema.get("contains") !== undefined;
  return {
    prefixItems: childrenOf(schema, prefix, child),
    items: optionalChild(schema, rest, child),
    contains: !hasContains
      ? null
      : {
          node: child("contains"),
          min: countOf(schema, "minContains", 1),
          max: countOf(schema, "maxContains", Infinity),
          evaluates: !isBefore(dialect.draft, "2020-12"),
        },
    minItems: countOf(schema, "minItems", 0),
    maxItems: countOf(schema, "maxItems", Infinity),
    uniqueItems: schema.get("uniqueItems") === true,
    unevaluatedItems: optionalChild(schema, "unevaluatedItems", child),
  };
}

const OBJECT = [
  ...["properties", "patternProperties", "additionalProperties", "propertyNames", "required", "minProperties"],
  ...["maxProperties", "dependentRequired", "dependentSchemas", "dependencies", "unevaluatedProperties"],
];

function readObjectPart({ schema, child }: NodeSource) {
  const children = (keyword: string) =>
    Array.from(membersOf(schema, keyword).keys(), (name) => [name, child(keyword, name)] as const);
  const dependencies = Array.from(membersOf(schema, "dependencies"))
    .filter(([, value]) => !isJsonArray(value))
    .map(([property]) => ({ property, node: child("dependencies", property) }));
  return {
    properties: new Map(children("properties")),
    patternProperties: children("patternProperties").map(([pattern, node]) => ({ pattern, node })),
    additionalProperties: optionalChild(schema, "additionalProperties", child),
    propertyNames: optionalChild(schema, "propertyNames", child),
    required: distinctNames(schema.get("required")),
    minProperties: countOf(schema, "minProperties", 0),
    maxProperties: countOf(schema, "maxProperties", Infinity),
    dependentRequired: dependentRequiredOf(schema),
    dependentSchemas: [
      ...children("dependentSchemas").map(([property, node]) => ({ property, node })),
      ...dependencies,
    ],
    unevaluatedProperties: optionalChild(schema, "unevaluatedProperties", child),
  };
}

const COMBINATORS = ["allOf", "anyOf", "oneOf", "not", "if"];

function readCombinators({ schema, child }: NodeSource) {
  const condition = optionalChild(schema, "if", child);
  return {
    allOf: childrenOf(schema, "allOf", child),
    anyOf: childrenOf(schema, "anyOf", child),
    oneOf: childrenOf(schema, "oneOf", child),
    not: optionalChild(schema, "not", child),
    condition:
      condition === null
        ? null
        : {
            test: condition,
            whenTrue: optionalChild(schema, "then", child),
            whenFalse: optionalChild(schema, "else", child),
          },
  };
}

function optionalChild(schema: KeywordValues, keyword: string, child: Child): NodeId | null {
  return schema.get(keyword) === undefined ? null : child(keyword);
}

function childrenOf(schema: KeywordValues, keyword: string, child: Child): readonly NodeId[] {
  const schemas: JsonValue | undefined = schema.get(keyword);
  return isJsonArray(schemas) ? schemas.map((_, index) => child(keyword, index)) : [];
}

/** A node that asks for nothing. */
export const UNCONSTRAINED: Omit<SchemaNode, "id" | "pointer"> = {
  types: ALL_TYPES,
  enumeration: null,
  constant: undefined,
  lower: null,
  upper: null,
  multipleOf: null,
  minLength: 0,
  maxLength: Infinity,
  pattern: null,
  format: null,
  prefixItems: [],
  items: null,
  contains: null,
  minItems: 0,
  maxItems: Infinity,
  uniqueItems: false,
  unevaluatedItems: null,
  properties: new Map(),
  patternProperties: [],
  additionalProperties: null,
  propertyNames: null,
  required: [],
  minProperties: 0,
  maxProperties: Infinity,
  dependentRequired: [],
  dependentSchemas: [],
  unevaluatedProperties: null,
  references: [],
  allOf: [],
  anyOf: [],
  oneOf: [],
  not: null,
  condition: null,
  defaultValue: undefined,
};
