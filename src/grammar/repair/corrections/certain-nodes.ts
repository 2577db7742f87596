import {
  inPlaceNodes,
  type JsonValue,
  type NodeId,
  type SchemaModel,
  type SchemaNode,
} from "../../schema-model/index.ts";

/** The nodes that a value must meet whatever it is: a node, and those it refers to. */
export function certainNodes(model: SchemaModel, id: NodeId): readonly SchemaNode[] {
  return reach(model, id, (node) => [...node.references.map((reference) => reference.node), ...node.allOf]);
}

/** Names of members that some node for the same value knows. */
export function declaredNames(model: SchemaModel, id: NodeId): ReadonlySet<string> {
  const names = reach(model, id, inPlaceNodes).flatMap((node) => [...node.properties.keys(), ...node.required]);
  return new Set(names);
}

/** The value of a member that its schema gives as the default, or as the only possible one. */
export function givenValue(
  model: SchemaModel,
  id: NodeId,
  property: string,
): { readonly rule: "missing-default" | "only-possible-value"; readonly value: JsonValue } | null {
  const member = certainNodes(model, id).flatMap((node) => node.properties.get(property) ?? []);
  const nodes = member.flatMap((memberId) => certainNodes(model, memberId));
  const byDefault = nodes.find((node) => node.defaultValue !== undefined)?.defaultValue;
  if (byDefault !== undefined) return { rule: "missing-default", value: byDefault };
  for (const { constant, enumeration } of nodes) {
    const only = constant ?? (enumeration?.length === 1 ? enumeration[0] : undefined);
    if (only !== undefined) return { rule: "only-possible-value", value: only };
  }
  return null;
}

function reach(
  model: SchemaModel,
  start: NodeId,
  next: (node: SchemaNode) => readonly NodeId[],
): readonly SchemaNode[] {
  const found = new Set<NodeId>([start]);
  for (const id of found) for (const further of next(model.nodes[id]!)) found.add(further);
  return Array.from(found, (id) => model.nodes[id]!);
}
