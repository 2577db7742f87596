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
import { type DynamicScope, DynamicScopes } from "./dynamic-scope.ts";
import { pointerTo } from "./json-pointer.ts";
import { isJsonArray, type JsonValue } from "./json-value.ts";
import { isBefore } from "./keywords.ts";
import { checkLimit } from "./limits.ts";
import { ALL_TYPES, type NodeId, type Reference, type SchemaNode } from "./model.ts";
import type { ReferenceResolver } from "./reference-resolver.ts";
import { locationOf, type SchemaPlace } from "./schema-document.ts";

/** Makes the nodes that can be reached from a place: one for each place and dynamic scope it is met in. */
export class ModelBuilder {
  private readonly resolver: ReferenceResolver;
  private readonly assertsFormat: boolean;
  private readonly scopes = new DynamicScopes();
  private readonly ids = new Map<SchemaPlace, Map<number, NodeId>>();
  private readonly planned: PlannedNode[] = [];
  private references = 0;

  constructor(resolver: ReferenceResolver, assertsFormat: boolean) {
    this.resolver = resolver;
    this.assertsFormat = assertsFormat;
  }

  /** The root is node 0. */
  build(root: SchemaPlace): readonly SchemaNode[] {
    const nodes: SchemaNode[] = [];
    this.idOf(root, this.scopes.empty);
    // Building a node plans those it leads to.
    for (let id = 0; id < this.planned.length; id++) nodes.push(this.buildNode(id, this.planned[id]!));
    return nodes;
  }

  private idOf(place: SchemaPlace, outer: DynamicScope): NodeId {
    const scope = this.scopes.enter(outer, place.resource);

    const byScope = this.ids.get(place) ?? new Map<number, NodeId>();
    this.ids.set(place, byScope);
    const known = byScope.get(scope.id);
    if (known !== undefined) return known;
    const id = this.planned.length;
    checkLimit("nodes", id + 1);
    byScope.set(scope.id, id);
    this.planned.push({ place, scope });
    return id;
  }

  private buildNode(id: NodeId, { place, scope }: PlannedNode): SchemaNode {
    const { value, resource } = place;
    const empty: SchemaNode = { ...UNCONSTRAINED, id, pointer: locationOf(place) };
    if (typeof value === "boolean") return value ? empty : { ...empty, types: 0 };
    const { keywords, isolatesReferences } = resource.dialect;
    const schema: KeywordValues = { get: (keyword) => (keywords.has(keyword) ? value.get(keyword) : undefined) };
    const references = this.referencesOf(place, schema, scope);
    if (isolatesReferences && textOf(schema, "$ref") !== null) return { ...empty, references };
    const child = (...steps: readonly (string | number)[]) => this.childId(place, scope, steps);
    return {
      ...empty,
      ...this.valueAssertions(place, schema),
      ...arrayAssertions(place, schema, child),
      ...objectAssertions(schema, child),
      ...combinators(schema, child),
      references,
      defaultValue: schema.get("default"),
    };
  }

  private referencesOf(place: SchemaPlace, schema: KeywordValues, scope: DynamicScope): readonly Reference[] {
    const references: Reference[] = [];
    for (const keyword of ["$ref", "$dynamicRef", "$recursiveRef"] as const) {
      const uri = textOf(schema, keyword);
      if (uri === null) continue;
      checkLimit("references", ++this.references);
      const target = this.resolver.resolve(place, keyword, uri, scope);
      if (target !== null) references.push({ keyword, node: this.idOf(target, scope) });
    }
    return references;
  }

  private childId(
    { pointer, document }: SchemaPlace,
    scope: DynamicScope,
    steps: readonly (string | number)[],
  ): NodeId {
    // The indexer has been at every value of a keyword that holds a schema.
    return this.idOf(document.places.get(steps.reduce<string>(pointerTo, pointer))!, scope);
  }

  private valueAssertions({ resource }: SchemaPlace, schema: KeywordValues) {
    const values = schema.get("enum");
    const isAsserted = this.assertsFormat || resource.dialect.assertsFormat;
    return {
      types: typesOf(schema),
      enumeration: isJsonArray(values) ? values : null,
      constant: schema.get("const"),
      lower: lowerBound(schema),
      upper: upperBound(schema),
      multipleOf: decimalOf(schema, "multipleOf"),
      minLength: countOf(schema, "minLength", 0),
      maxLength: countOf(schema, "maxLength", Infinity),
      pattern: textOf(schema, "pattern"),
      format: isAsserted ? textOf(schema, "format") : null,
    };
  }
}

interface PlannedNode {
  readonly place: SchemaPlace;
  readonly scope: DynamicScope;
}

type Child = (...steps: readonly (string | number)[]) => NodeId;

function arrayAssertions({ resource }: SchemaPlace, schema: KeywordValues, child: Child) {
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
          evaluates: !isBefore(resource.dialect.draft, "2020-12"),
        },
    minItems: countOf(schema, "minItems", 0),
    maxItems: countOf(schema, "maxItems", Infinity),
    uniqueItems: schema.get("uniqueItems") === true,
    unevaluatedItems: optionalChild(schema, "unevaluatedItems", child),
  };
}

function objectAssertions(schema: KeywordValues, child: Child) {
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

function combinators(schema: KeywordValues, child: Child) {
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

const UNCONSTRAINED: Omit<SchemaNode, "id" | "pointer"> = {
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
