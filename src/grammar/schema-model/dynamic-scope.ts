import { RECURSIVE_ANCHOR, type SchemaPlace, type SchemaResource } from "./schema-document.ts";

/**
 * The resources that evaluation came through, as far as they matter: for each dynamic anchor the outermost resource that has it.
 * Immutable; entering a resource that adds nothing gives the same scope, so there are few of them.
 */
export class DynamicScopes {
  readonly empty: DynamicScope = { id: 0, owners: new Map() };
  private readonly scopes = new Map<string, DynamicScope>();
  private readonly resourceIds = new Map<SchemaResource, number>();

  enter(scope: DynamicScope, resource: SchemaResource): DynamicScope {
    const added = Array.from(resource.dynamicAnchors.keys()).filter((name) => !scope.owners.has(name));
    if (added.length === 0) return scope;
    const owners = new Map(scope.owners);
    for (const name of added) owners.set(name, resource);
    const key = Array.from(owners, ([name, owner]) => `${name} ${this.idOf(owner)}`)
      .sort()
      .join(",");
    const known = this.scopes.get(key);
    if (known !== undefined) return known;
    const entered = { id: this.scopes.size + 1, owners };
    this.scopes.set(key, entered);
    return entered;
  }

  private idOf(resource: SchemaResource): number {
    const id = this.resourceIds.get(resource) ?? this.resourceIds.size;
    this.resourceIds.set(resource, id);
    return id;
  }
}

export interface DynamicScope {
  readonly id: number;
  readonly owners: ReadonlyMap<string, SchemaResource>;
}

/** The outermost resource in scope that has the dynamic anchor, and where in its document. */
export function outermost(scope: DynamicScope, anchor: string): { resource: SchemaResource; pointer: string } | null {
  const resource = scope.owners.get(anchor);
  const pointer = resource?.dynamicAnchors.get(anchor);
  return resource === undefined || pointer === undefined ? null : { resource, pointer };
}

/** Whether `place` is what `$recursiveRef` may look further from. */
export function isRecursiveRoot({ resource, pointer }: SchemaPlace): boolean {
  return resource.pointer === pointer && resource.dynamicAnchors.has(RECURSIVE_ANCHOR);
}
