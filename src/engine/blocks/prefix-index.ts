/** A full block whose content is known: its tokens stand behind those of all its parents. */
export interface IndexedBlock {
  readonly block: number;
  /** The block before it; null at the start of a sequence. */
  readonly parent: IndexedBlock | null;
  /** Sequences of another salt never see it; null for those without one. */
  readonly salt: string | null;
  /** Its tokens, spelled out: maps compare keys by value, so a hash can never stand for other tokens. */
  readonly key: string;
}

interface Node extends IndexedBlock {
  readonly parent: Node | null;
  readonly children: Map<string, Node>;
}

/**
 * Finds blocks by content. What a block holds depends on all tokens before it, so blocks form a tree: a path from a root
 * spells the beginning of a sequence, and every salt has a root of its own.
 */
export class PrefixIndex {
  readonly #blockTokens: number;
  readonly #nodes = new Map<number, Node>();
  readonly #roots = new Map<string | null, Map<string, Node>>();

  constructor(blockTokens: number) {
    this.#blockTokens = blockTokens;
  }

  get size(): number {
    return this.#nodes.size;
  }

  has(block: number): boolean {
    return this.#nodes.has(block);
  }

  /** True while the block still holds what it held when `entries` gave it. */
  isCurrent(entry: IndexedBlock): boolean {
    return this.#nodes.get(entry.block) === entry;
  }

  /** The block that holds tokens [first, first + blockTokens) behind what `parent` holds; null when there is none. */
  child(parent: number | null, tokens: readonly number[], first: number, salt: string | null): number | null {
    const siblings = parent === null ? this.#roots.get(salt) : this.#nodes.get(parent)!.children;
    return siblings?.get(spell(tokens, first, first + this.#blockTokens))?.block ?? null;
  }

  /** The known blocks at the beginning of `tokens`, in order; only such that end at or before `limit`. */
  match(tokens: readonly number[], limit: number, salt: string | null): number[] {
    const found: number[] = [];
    for (let first = 0; first + this.#blockTokens <= limit; first += this.#blockTokens) {
      const block = this.child(found.at(-1) ?? null, tokens, first, salt);
      if (block === null) break;
      found.push(block);
    }
    return found;
  }

  /**
   * Makes known that `block` holds tokens [first, first + blockTokens) behind what `parent` holds, and gives the block that
   * stands for this content from now on: an older one when there is one.
   */
  add(block: number, parent: number | null, tokens: readonly number[], first: number, salt: string | null): number {
    const parentNode = parent === null ? null : this.#nodes.get(parent)!;
    const siblings = parentNode?.children ?? this.#root(salt);
    const key = spell(tokens, first, first + this.#blockTokens);
    const known = siblings.get(key);
    if (known !== undefined) return known.block;
    const node: Node = { block, parent: parentNode, salt, key, children: new Map() };
    siblings.set(key, node);
    this.#nodes.set(block, node);
    return block;
  }

  /** Forgets a block that no other one follows. */
  remove(block: number): void {
    const node = this.#nodes.get(block)!;
    if (node.children.size > 0) throw new Error(`Block ${block} was to be forgotten before those that follow it.`);
    const siblings = node.parent?.children ?? this.#root(node.salt);
    siblings.delete(node.key);
    if (node.parent === null && siblings.size === 0) this.#roots.delete(node.salt);
    this.#nodes.delete(block);
  }

  /** All known blocks, each behind its parent. */
  entries(): Iterable<IndexedBlock> {
    return this.#nodes.values();
  }

  #root(salt: string | null): Map<string, Node> {
    let root = this.#roots.get(salt);
    if (root === undefined) {
      root = new Map();
      this.#roots.set(salt, root);
    }
    return root;
  }
}

/** The tokens of a block. [blockTokens] */
export function tokensOf({ key }: IndexedBlock): number[] {
  return key.split(",").map(Number);
}

function spell(tokens: readonly number[], start: number, end: number): string {
  return tokens.slice(start, end).join(",");
}
