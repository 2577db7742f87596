import { nodeKind, type PatternGraph } from "./pattern-graph.ts";

/** What a node of the graph has no way to a match from. */
export const NEVER = 0x3fffffff;

/**
 * Code points from each node to the nearest match, NEVER where there is none, for positions behind the start of the string: `^` lets
 * nothing pass there, and `$` only what then reads no more.
 */
export function distancesToMatch(graph: PatternGraph): Int32Array {
  const sources = sourcesOf(graph);
  const distances = new Int32Array(graph.kinds.length).fill(NEVER);
  let frontier = matchesAtEnd(graph, sources);
  for (let distance = 0; frontier.length > 0; distance++) {
    const behind: number[] = [];
    for (const node of frontier) if (distances[node] === NEVER) distances[node] = distance;
    for (let node = frontier.pop(); node !== undefined; node = frontier.pop()) {
      for (const source of sources.of(node)) {
        if (distances[source] !== NEVER) continue;
        if (graph.kinds[source] === nodeKind.split) {
          distances[source] = distance;
          frontier.push(source);
        } else if (graph.kinds[source] === nodeKind.set && graph.sets[graph.other[source]!]!.length > 0) {
          behind.push(source);
        }
      }
    }
    frontier = behind.filter((node) => distances[node] === NEVER);
  }
  return distances;
}

/** Nodes from which a word may end without another code point. */
function matchesAtEnd(graph: PatternGraph, sources: Sources): number[] {
  const found = new Set<number>();
  const waiting = [graph.kinds.indexOf(nodeKind.match)];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    found.add(node);
    for (const source of sources.of(node)) {
      const kind = graph.kinds[source];
      if (!found.has(source) && (kind === nodeKind.split || kind === nodeKind.end)) waiting.push(source);
    }
  }
  return [...found];
}

interface Sources {
  of(node: number): Int32Array;
}

/** The edges turned round. */
function sourcesOf({ kinds, next, other }: PatternGraph): Sources {
  const ends = new Int32Array(kinds.length + 1);
  const edges: [number, number][] = [];
  for (let node = 0; node < kinds.length; node++) {
    if (next[node] !== -1) edges.push([next[node]!, node]);
    if (kinds[node] === nodeKind.split) edges.push([other[node]!, node]);
  }
  for (const [target] of edges) ends[target + 1]! += 1;
  for (let node = 0; node < kinds.length; node++) ends[node + 1]! += ends[node]!;
  const fill = ends.slice();
  const list = new Int32Array(edges.length);
  for (const [target, source] of edges) list[fill[target]!++] = source;
  return { of: (node) => list.subarray(ends[node]!, ends[node + 1]!) };
}
