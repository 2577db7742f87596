import type { AnswerStatus, Conversation, MessageNode, NodeId } from "../model.ts";
import { dropRemoved, newestEnd, nodeOf, pathTo } from "./conversation-tree.ts";

/**
 * Joins what two tabs made of a conversation. Messages are united, deletions hold for both, and of an answer the state that is
 * further on stays. Title and settings: what one side changed since `base`, what both last saw; ours where both did.
 * Our path stays, prolonged by what theirs added to its end.
 */
export function mergeConversations(base: Conversation | null, ours: Conversation, theirs: Conversation): Conversation {
  const removed = [...new Set([...theirs.removed, ...ours.removed])];
  const nodes = dropRemoved(uniteNodes(ours.nodes, theirs.nodes), removed);
  const titled = base !== null && ours.title === base.title && ours.titleByUser === base.titleByUser ? theirs : ours;
  const merged: Conversation = {
    id: ours.id,
    title: titled.title,
    titleByUser: titled.titleByUser,
    createdAt: Math.min(ours.createdAt, theirs.createdAt),
    changedAt: Math.max(ours.changedAt, theirs.changedAt),
    nodes,
    leaf: null,
    removed,
    settings: mergeFields(base?.settings, ours.settings, theirs.settings, {
      sampling: mergeFields(base?.settings.sampling, ours.settings.sampling, theirs.settings.sampling),
    }),
  };
  return { ...merged, leaf: mergedLeaf(merged, ours, theirs) };
}

function uniteNodes(ours: Conversation["nodes"], theirs: Conversation["nodes"]): Conversation["nodes"] {
  const united: Record<NodeId, MessageNode> = { ...theirs };
  for (const [id, node] of Object.entries(ours)) {
    united[id] = Object.hasOwn(theirs, id) ? further(node, theirs[id]!) : node;
  }
  return united;
}

const progress: Readonly<Record<AnswerStatus, number>> = {
  waiting: 0,
  running: 1,
  // Another tab may have taken a running answer for a broken one.
  interrupted: 2,
  failed: 3,
  stopped: 3,
  done: 3,
};

/** Of two states of a message. Texts only grow, so that the longer one is the later one. */
function further(ours: MessageNode, theirs: MessageNode): MessageNode {
  if (ours.role !== "assistant" || theirs.role !== "assistant") return ours;
  const steps = progress[theirs.status] - progress[ours.status];
  if (steps !== 0) return steps > 0 ? theirs : ours;
  return JSON.stringify(theirs.steps).length > JSON.stringify(ours.steps).length ? theirs : ours;
}

/** Field by field: theirs where ours is still what both started from. */
function mergeFields<Fields extends object>(
  base: Fields | undefined,
  ours: Fields,
  theirs: Fields,
  merged: Partial<Fields> = {},
): Fields {
  const result = { ...ours };
  for (const key of Object.keys(ours) as (keyof Fields)[]) {
    if (base !== undefined && ours[key] === base[key]) result[key] = theirs[key];
  }
  return { ...result, ...merged };
}

function mergedLeaf(merged: Conversation, ours: Conversation, theirs: Conversation): NodeId | null {
  const below = (end: NodeId | null, id: NodeId | null) => pathTo(merged, end).some((node) => node.id === id);
  if (ours.leaf === null || below(theirs.leaf, ours.leaf)) return nodeOf(merged, theirs.leaf)?.id ?? anyEnd(merged);
  if (nodeOf(merged, ours.leaf) !== null) return ours.leaf;
  // Our end was deleted: the nearest message above it that is left.
  const left = pathTo(ours, ours.leaf).findLast(({ id }) => nodeOf(merged, id) !== null);
  return left === undefined ? anyEnd(merged) : newestEnd(merged, left.id);
}

function anyEnd(merged: Conversation): NodeId | null {
  const first = Object.values(merged.nodes).find(({ parent }) => parent === null);
  return first === undefined ? null : newestEnd(merged, first.id);
}
