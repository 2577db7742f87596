import type { SequenceSpan } from "../contract.ts";

/** Rows (tokens x heads of a group) that share every key and value that is read. Measured: ops/attention/attention.bench.ts. */
const TILE_ROWS = 48;

/** Words of one tile in memory, uint32 each. */
export const TILE_WORDS = 4;
export const tileWord = {
  /** Of the step, in the order of query and out. */
  firstToken: 0,
  tokens: 1,
  /** Position of the first token in its sequence. */
  firstPosition: 2,
  /** Byte address of the sequence's block numbers. */
  blocks: 3,
} as const;

/** How a step is cut into tiles. */
export interface TilePlan {
  /** Most tokens of a tile. */
  readonly tileTokens: number;
  readonly tiles: number;
  /** Block numbers of all spans together. */
  readonly blocks: number;
}

export function planTiles(spans: readonly SequenceSpan[], group: number, blockTokens: number): TilePlan {
  const tileTokens = Math.max(1, Math.floor(TILE_ROWS / group));
  let tiles = 0;
  let blocks = 0;
  let longest = 0;
  for (const { tokens, past } of spans) {
    tiles += Math.ceil(tokens / tileTokens);
    blocks += Math.ceil((past + tokens) / blockTokens);
    longest = Math.max(longest, tokens);
  }
  return { tileTokens: Math.min(tileTokens, longest), tiles, blocks };
}

/**
 * Writes the plan's tiles at the start of `table` and the block numbers behind them. Dear tiles come first, so that no thread
 * begins the longest one last. `address` is the byte address of `table`.
 */
export function writeTiles(
  table: Uint32Array,
  address: number,
  plan: TilePlan,
  spans: readonly SequenceSpan[],
  blockTokens: number,
): void {
  const starts: number[] = [];
  let tokens = 0;
  for (const span of spans) {
    starts.push(tokens);
    tokens += span.tokens;
  }
  const order = spans.map((_, index) => index).sort((a, b) => lengthOf(spans[b]!) - lengthOf(spans[a]!));
  let tile = 0;
  let blocksAt = plan.tiles * TILE_WORDS;
  for (const index of order) {
    const span = spans[index]!;
    const blocks = span.blocks.subarray(0, Math.ceil(lengthOf(span) / blockTokens));
    table.set(blocks, blocksAt);
    const lastFirst = Math.floor((span.tokens - 1) / plan.tileTokens) * plan.tileTokens;
    for (let first = lastFirst; first >= 0; first -= plan.tileTokens, tile += TILE_WORDS) {
      table[tile + tileWord.firstToken] = starts[index]! + first;
      table[tile + tileWord.tokens] = Math.min(plan.tileTokens, span.tokens - first);
      table[tile + tileWord.firstPosition] = span.past + first;
      table[tile + tileWord.blocks] = address + blocksAt * 4;
    }
    blocksAt += blocks.length;
  }
}

function lengthOf({ past, tokens }: SequenceSpan): number {
  return past + tokens;
}
