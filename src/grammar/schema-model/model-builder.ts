import type { WorkClock } from "../work-clock.ts";
import { type KeywordValues, textOf } from "./assertions.ts";
import { type DynamicScope, DynamicScopes } from "./dynamic-scope.ts";
import { pointerTo } from "./json-pointer.ts";
import { checkLimit } from "./limits.ts";
import type { NodeId, Reference, SchemaNode } from "./model.ts";
import { readNodeParts, UNCONSTRAINED } from "./node-parts.ts";
import type { ReferenceResolver } from "./reference-resolver.ts";
import { locationOf, type SchemaPlace } from "./schema-document.ts";

/** A node takes some ten microseconds. */
const UNITS_A_NODE = 8;

/** Makes the nodes that can be reached from a place: one for each place and dynamic scope it is met in. */
export class ModelBuilder {
  private readonly resolver: ReferenceResolver;
  private readonly assertsFormat: boolean;
  private readonly scopes = new DynamicScopes();
  private readonly ids = new Map<SchemaPlace, Map<number, NodeId>>();
  private readonly planned: PlannedNode[] = [];
  private readonly clock: WorkClock;
  private references = 0;

  constructor(resolver: ReferenceResolver, assertsFormat: boolean, clock: WorkClock) {
    this.clock = clock;
    this.resolver = resolver;
    this.assertsFormat = assertsFormat;
  }

  /** The root is node 0. */
  build(root: SchemaPlace): readonly SchemaNode[] {
    const nodes: SchemaNode[] = [];
    this.idOf(root, this.scopes.empty);
    // Building a node plans those it leads to.
    for (let id = 0; id < this.planned.length; id++) {
      this.clock.tick(UNITS_A_NODE);
      nodes.push(this.buildNode(id, this.planned[id]!));
    }
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
    const assertsFormat = this.assertsFormat || resource.dialect.assertsFormat;
    const parts = { schema, child, dialect: resource.dialect, assertsFormat };
    return { ...empty, ...readNodeParts(value, parts), references, defaultValue: schema.get("default") };
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
}

interface PlannedNode {
  readonly place: SchemaPlace;
  readonly scope: DynamicScope;
}
