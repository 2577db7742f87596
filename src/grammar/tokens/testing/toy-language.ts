/** Languages for tests, put together from parts: a nondeterministic automaton over bytes, made deterministic while it is walked. */
import type { ByteMachine } from "../../contract.ts";

const utf8 = new TextEncoder();

interface Node {
  readonly edges: { readonly low: number; readonly high: number; readonly to: Node }[];
  readonly empty: Node[];
}

/** Adds a part behind `from` and returns where it ends. Each use adds its own nodes. */
export type Part = (from: Node) => Node;

const createNode = (): Node => ({ edges: [], empty: [] });

export function literal(text: string | Uint8Array): Part {
  const bytes = typeof text === "string" ? utf8.encode(text) : text;
  return (from) => bytes.reduce<Node>((node, byte) => bytesBetween(byte, byte)(node), from);
}

/** One byte of a range, both ends included. */
export function bytesBetween(low: number, high: number): Part {
  return (from) => {
    const to = createNode();
    from.edges.push({ low, high, to });
    return to;
  };
}

export function sequence(...parts: readonly Part[]): Part {
  return (from) => parts.reduce((node, part) => part(node), from);
}

export function choice(...parts: readonly Part[]): Part {
  return (from) => {
    const to = createNode();
    for (const part of parts) {
      const start = createNode();
      from.empty.push(start);
      part(start).empty.push(to);
    }
    return to;
  };
}

/** Any number of times, also none. */
export function repeated(part: Part): Part {
  return (from) => {
    const loop = createNode();
    from.empty.push(loop);
    part(loop).empty.push(loop);
    const to = createNode();
    loop.empty.push(to);
    return to;
  };
}

/** ASCII characters that need no escape in a JSON string. */
export const plainByte: Part = choice(bytesBetween(0x20, 0x21), bytesBetween(0x23, 0x5b), bytesBetween(0x5d, 0x7e));

export const digit: Part = bytesBetween(0x30, 0x39);

/** Gives no hints on room for text. */
export function createMachine(part: Part): ByteMachine {
  const start = createNode();
  const end = part(start);
  const numbers = new Map<Node, number>();
  const sets: ReadonlySet<Node>[] = [];
  const known = new Map<string, number>();
  const number = (node: Node) => numbers.get(node) ?? numbers.set(node, numbers.size).size - 1;
  const intern = (nodes: Iterable<Node>): number => {
    const closed = new Set(nodes);
    for (const node of closed) for (const next of node.empty) closed.add(next);
    if (closed.size === 0) return -1;
    const key = [...closed]
      .map(number)
      .sort((a, b) => a - b)
      .join(" ");
    const state = known.get(key);
    if (state !== undefined) return state;
    known.set(key, sets.length);
    return sets.push(closed) - 1;
  };
  const follow = (state: number, byte: number): number => {
    const edges = [...sets[state]!].flatMap((node) => node.edges);
    return intern(edges.filter(({ low, high }) => byte >= low && byte <= high).map(({ to }) => to));
  };
  // [states, 256] What is known already; -2 elsewhere.
  const rows: Int32Array[] = [];
  return {
    start: intern([start]),
    next(state, byte) {
      rows[state] ??= new Int32Array(256).fill(-2);
      const row = rows[state];
      if (row[byte] === -2) row[byte] = follow(state, byte);
      return row[byte]!;
    },
    isAccepting: (state) => sets[state]!.has(end),
    plainTextRoom: () => 0,
  };
}
