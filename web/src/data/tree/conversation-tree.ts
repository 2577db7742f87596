import type { Conversation, MessageNode, NodeId } from "../model.ts";

/** A message of the path shown, and what stands in its place on other branches. */
export interface PathEntry {
  readonly node: MessageNode;
  /** Oldest first, the node itself included. */
  readonly siblings: readonly NodeId[];
  /** Place of the node among them. */
  readonly index: number;
}

/** Ids may come from files: names of Object.prototype are no nodes. */
export function nodeOf(conversation: Conversation, id: NodeId | null): MessageNode | null {
  return id !== null && Object.hasOwn(conversation.nodes, id) ? conversation.nodes[id]! : null;
}

/** From the first message to `id`; empty for null. */
export function pathTo(conversation: Conversation, id: NodeId | null): MessageNode[] {
  const path: MessageNode[] = [];
  for (let node = nodeOf(conversation, id); node !== null; node = nodeOf(conversation, node.parent)) path.push(node);
  return path.reverse();
}

/** The path shown, with the siblings of each message. */
export function pathEntries(conversation: Conversation): PathEntry[] {
  const groups = groupByParent(conversation);
  return pathTo(conversation, conversation.leaf).map((node) => {
    const siblings = groups.get(node.parent)!.map(({ id }) => id);
    return { node, siblings, index: siblings.indexOf(node.id) };
  });
}

/** Children by parent, null for the first messages; oldest first. */
export function groupByParent(conversation: Conversation): Map<NodeId | null, MessageNode[]> {
  const groups = Map.groupBy(Object.values(conversation.nodes), ({ parent }) => parent);
  for (const group of groups.values()) group.sort(byAge);
  return groups;
}

function byAge(a: MessageNode, b: MessageNode): number {
  return a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1);
}

/** The end of the branch through `id` that was begun last at every fork below it. */
export function newestEnd(conversation: Conversation, id: NodeId): NodeId {
  const groups = groupByParent(conversation);
  let end = id;
  for (let children = groups.get(end); children !== undefined; children = groups.get(end)) end = children.at(-1)!.id;
  return end;
}

/** Adds a message and shows it. It is made the youngest of its siblings, whatever the clock says. */
export function addNode<Node extends MessageNode>(conversation: Conversation, node: Node): Conversation {
  const times = Object.values(conversation.nodes)
    .filter(({ parent }) => parent === node.parent)
    .map(({ createdAt }) => createdAt + 1);
  const placed = { ...node, createdAt: Math.max(node.createdAt, ...times) };
  return {
    ...conversation,
    nodes: { ...conversation.nodes, [node.id]: placed },
    leaf: node.id,
    changedAt: Math.max(conversation.changedAt, placed.createdAt),
  };
}

/** Puts another state of a message in its place; without effect when the message was deleted. */
export function replaceNode(conversation: Conversation, node: MessageNode): Conversation {
  if (nodeOf(conversation, node.id) === null) return conversation;
  return { ...conversation, nodes: { ...conversation.nodes, [node.id]: node } };
}

/** Shows the branch of a message; without effect when it does not exist. */
export function showNode(conversation: Conversation, id: NodeId): Conversation {
  return nodeOf(conversation, id) === null ? conversation : { ...conversation, leaf: newestEnd(conversation, id) };
}

/** Deletes a message and all below. If it was shown, the nearest older sibling is, else the next younger, else the parent. */
export function removeBranch(conversation: Conversation, id: NodeId): Conversation {
  const node = nodeOf(conversation, id);
  if (node === null) return conversation;
  const shown = pathTo(conversation, conversation.leaf).some((entry) => entry.id === id);
  const siblings = groupByParent(conversation).get(node.parent)!;
  const index = siblings.indexOf(node);
  const next = siblings[index - 1] ?? siblings[index + 1] ?? null;
  const rest = { ...conversation, removed: [...conversation.removed, id] };
  const kept = { ...rest, nodes: dropRemoved(rest.nodes, [id]) };
  if (!shown) return kept;
  return { ...kept, leaf: next === null ? node.parent : newestEnd(kept, next.id) };
}

/** The nodes that hang, over whatever is between, on a first message and not on one of `removed`. */
export function dropRemoved(nodes: Conversation["nodes"], removed: readonly NodeId[]): Conversation["nodes"] {
  const gone = new Set(removed);
  const children = Map.groupBy(Object.values(nodes), ({ parent }) => parent);
  const kept: Record<NodeId, MessageNode> = {};
  const open = [...(children.get(null) ?? [])];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (gone.has(node.id)) continue;
    kept[node.id] = node;
    open.push(...(children.get(node.id) ?? []));
  }
  return kept;
}
