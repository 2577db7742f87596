import type { NodeId, SchemaNode } from "./model.ts";
import { invalidSchema } from "./schema-faults.ts";

/** The nodes that apply to the same value as `node` does, with it or instead of it. */
export function inPlaceNodes(node: SchemaNode): readonly NodeId[] {
  const nodes: NodeId[] = [...node.allOf, ...node.anyOf, ...node.oneOf];
  for (const reference of node.references) nodes.push(reference.node);
  for (const dependent of node.dependentSchemas) nodes.push(dependent.node);
  pushGiven(nodes, node.not);
  if (node.condition !== null) {
    pushGiven(nodes, node.condition.test);
    pushGiven(nodes, node.condition.whenTrue);
    pushGiven(nodes, node.condition.whenFalse);
  }
  return nodes;
}

/** The nodes that apply to members, names of members or items of the value. */
export function childNodes(node: SchemaNode): readonly NodeId[] {
  const nodes: NodeId[] = [...node.prefixItems, ...node.properties.values()];
  for (const property of node.patternProperties) nodes.push(property.node);
  pushGiven(nodes, node.items);
  pushGiven(nodes, node.contains?.node ?? null);
  pushGiven(nodes, node.unevaluatedItems);
  pushGiven(nodes, node.additionalProperties);
  pushGiven(nodes, node.propertyNames);
  pushGiven(nodes, node.unevaluatedProperties);
  return nodes;
}

function pushGiven(nodes: NodeId[], id: NodeId | null): void {
  if (id !== null) nodes.push(id);
}

/** Throws "schema-invalid" where a schema leads back to itself for the same value: it would be asked for ever. */
export function refuseLoops(nodes: readonly SchemaNode[]): void {
  const isDone = new Uint8Array(nodes.length);
  const isOpen = new Uint8Array(nodes.length);
  for (let start = 0; start < nodes.length; start++) {
    if (isDone[start]) continue;
    const path: Step[] = [{ id: start, rest: [...inPlaceNodes(nodes[start]!)] }];
    isOpen[start] = 1;
    for (let step = path.at(-1); step !== undefined; step = path.at(-1)) {
      const next = step.rest.pop();
      if (next === undefined) {
        isDone[step.id] = 1;
        isOpen[step.id] = 0;
        path.pop();
      } else if (isOpen[next]) {
        const { pointer } = nodes[step.id]!;
        throw invalidSchema(
          pointer,
          "$ref",
          `it leads back to "${nodes[next]!.pointer}" without a step into the value`,
        );
      } else if (!isDone[next]) {
        isOpen[next] = 1;
        path.push({ id: next, rest: [...inPlaceNodes(nodes[next]!)] });
      }
    }
  }
}

interface Step {
  readonly id: NodeId;
  readonly rest: NodeId[];
}
