import { inPlaceNodes, type NodeId, type SchemaModel, type SchemaNode } from "../schema-model/index.ts";

/** The place of each node when a schema is read from the top, what applies to the same value before what applies to its parts. */
export function schemaOrder(model: SchemaModel): readonly number[] {
  const order = new Array<number>(model.nodes.length).fill(-1);
  let count = 0;
  const pending: NodeId[] = [model.root];
  for (let id = pending.pop(); id !== undefined; id = pending.pop()) {
    if (order[id] !== -1) continue;
    order[id] = count++;
    const node = model.nodes[id]!;
    pending.push(...[...inPlaceNodes(node), ...parts(node)].reverse());
  }
  return order;
}

function parts(node: SchemaNode): NodeId[] {
  const listed = [...node.properties.values(), ...node.patternProperties.map((part) => part.node), ...node.prefixItems];
  const single = [node.additionalProperties, node.propertyNames, node.unevaluatedProperties, node.items];
  const further = [node.contains?.node ?? null, node.unevaluatedItems];
  return [...listed, ...[...single, ...further].filter((id) => id !== null)];
}
