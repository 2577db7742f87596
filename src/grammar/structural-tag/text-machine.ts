import type { ByteMachine } from "../contract.ts";
import { type Followers, UTF8_FOLLOWERS } from "../utf8-followers.ts";

/** Places inside a character, and the bytes that lead on from each. */
const FOLLOWERS: readonly Followers[] = [[[0x00, 0x7f, 0], ...UTF8_FOLLOWERS[0]!], ...UTF8_FOLLOWERS.slice(1)];
const WIDTH = FOLLOWERS.length;

/** Any text in which none of these texts stands. None of them is empty. */
export function textWithout(excluded: readonly string[]): ByteMachine {
  const search = new TextSearch(excluded);
  return machineOf(search, null);
}

/**
 * Any text that ends with `last` and in which none of these texts, of which it is one, stands before. Null where there is none: when another
 * of them stands inside it.
 */
export function textUpTo(last: string, excluded: readonly string[]): ByteMachine | null {
  if (excluded.some((text) => text !== last && last.includes(text))) return null;
  return machineOf(new TextSearch(excluded), last);
}

/** States: for each node of the search, the places inside a character; and in front, 0 for the end behind `last`. */
function machineOf(search: TextSearch, last: string | null): ByteMachine {
  return {
    start: 1,
    next(state, byte) {
      if (state === 0) return -1;
      const [node, place] = [Math.floor((state - 1) / WIDTH), (state - 1) % WIDTH];
      const follower = FOLLOWERS[place]!.find(([first, end]) => first <= byte && byte <= end);
      if (follower === undefined) return -1;
      const target = search.next(node, byte);
      const found = search.found(target);
      if (found === null) return target * WIDTH + follower[2] + 1;
      return found === last ? 0 : -1;
    },
    isAccepting: (state) => (last === null ? (state - 1) % WIDTH === 0 : state === 0),
    plainTextRoom: () => 0,
  };
}

interface Node {
  readonly children: Map<number, number>;
  fallback: number;
  /** The longest of the texts that ends here. */
  found: string | null;
}

/** Looks for several texts at once, byte by byte (Aho and Corasick). */
class TextSearch {
  readonly #nodes: Node[] = [{ children: new Map(), fallback: 0, found: null }];

  constructor(texts: readonly string[]) {
    for (const text of texts) this.#insert(text);
    this.#link();
  }

  next(node: number, byte: number): number {
    for (let from = node; ; from = this.#nodes[from]!.fallback) {
      const child = this.#nodes[from]!.children.get(byte);
      if (child !== undefined) return child;
      if (from === 0) return 0;
    }
  }

  /** A text that ends at the node. */
  found(node: number): string | null {
    return this.#nodes[node]!.found;
  }

  #insert(text: string): void {
    let node = 0;
    for (const byte of new TextEncoder().encode(text)) {
      let child = this.#nodes[node]!.children.get(byte);
      if (child === undefined) {
        child = this.#nodes.push({ children: new Map(), fallback: 0, found: null }) - 1;
        this.#nodes[node]!.children.set(byte, child);
      }
      node = child;
    }
    this.#nodes[node]!.found = text;
  }

  /** From the root outwards: where the search goes on when a node has no child for a byte. */
  #link(): void {
    const queue = [0];
    for (const node of queue) {
      const { children, fallback } = this.#nodes[node]!;
      for (const [byte, child] of children) {
        const target = node === 0 ? 0 : this.next(fallback, byte);
        const linked = this.#nodes[child]!;
        linked.fallback = target;
        linked.found ??= this.#nodes[target]!.found;
        queue.push(child);
      }
    }
  }
}
