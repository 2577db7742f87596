import { BlockPool } from "./block-pool.ts";
import type { BlockTable } from "./block-table.ts";
import { PrefixIndex } from "./prefix-index.ts";

/**
 * Hands the blocks of a cache to sequences and lets sequences with the same beginning share full blocks.
 *
 * Whoever holds an indexed block holds all its parents too, and releases them behind it. So a parent is always released
 * later than what follows it, and the least recently released block is one that nothing follows.
 */
export class BlockManager {
  readonly blockTokens: number;
  readonly pool: BlockPool;
  readonly index: PrefixIndex;

  constructor(blocks: number, blockTokens: number) {
    this.blockTokens = blockTokens;
    this.index = new PrefixIndex(blockTokens);
    this.pool = new BlockPool(blocks, (block) => this.index.remove(block));
  }

  /**
   * Gives an empty table room for `tokens` and one more, shared blocks first; false, and nothing taken, when there is not
   * enough. The last token is never shared: its logits are needed, so it is computed again.
   */
  admit(table: BlockTable, tokens: readonly number[]): boolean {
    const shared = this.index.match(tokens, tokens.length - 1, table.salt);
    const unheld = shared.filter((block) => this.pool.holders(block) === 0).length;
    const own = this.#blocksFor(tokens.length + 1) - shared.length;
    if (own > this.pool.available - unheld) return false;
    for (const block of shared) this.pool.hold(block);
    table.blocks.push(...shared);
    table.computed = shared.length * this.blockTokens;
    table.indexed = shared.length;
    return this.grow(table, tokens.length + 1);
  }

  /** Gives the table room for `length` tokens; false, and nothing taken, when there is not enough. */
  grow(table: BlockTable, length: number): boolean {
    const missing = this.#blocksFor(length) - table.blocks.length;
    if (missing > this.pool.available) return false;
    for (let i = 0; i < missing; i++) table.blocks.push(this.pool.allocate()!);
    return true;
  }

  /** Notes that the table's blocks hold the first `computed` of `tokens`; full blocks can be shared from now on. */
  advance(table: BlockTable, tokens: readonly number[], computed: number): void {
    table.computed = computed;
    for (let at = table.indexed; (at + 1) * this.blockTokens <= computed; at++) {
      const block = table.blocks[at]!;
      const parent = at === 0 ? null : table.blocks[at - 1]!;
      const known = this.index.add(block, parent, tokens, at * this.blockTokens, table.salt);
      if (known !== block) {
        this.pool.hold(known);
        this.pool.release(block, false);
        table.blocks[at] = known;
      }
      table.indexed = at + 1;
    }
  }

  /** Takes back all blocks of a table; those that can be found by content stay cached. */
  release(table: BlockTable): void {
    for (let at = table.blocks.length - 1; at >= 0; at--) this.#release(table.blocks[at]!);
    table.blocks.length = 0;
    table.computed = 0;
    table.indexed = 0;
  }

  #release(block: number): void {
    this.pool.release(block, this.index.has(block));
  }

  #blocksFor(tokens: number): number {
    return Math.ceil(tokens / this.blockTokens);
  }
}
