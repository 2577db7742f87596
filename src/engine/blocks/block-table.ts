/** Where one sequence's tokens lie in the model's cache. `BlockManager` keeps it. */
export class BlockTable {
  /** Null for none. */
  readonly salt: string | null;
  /** Position p lies in blocks[p / blockTokens]. */
  readonly blocks: number[] = [];
  /** Tokens whose keys and values the blocks hold. */
  computed = 0;
  /** Leading blocks that the prefix index knows. */
  indexed = 0;

  constructor(salt: string | null) {
    this.salt = salt;
  }
}
