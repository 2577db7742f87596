// Hot: one call a layer and step.
import { spanTokens } from "../checks.ts";
import type { SequenceSpan } from "../contract.ts";
import { type Arena, exhausted } from "./arena.ts";
import { planTiles, TILE_WORDS, writeTiles } from "./attention-tiles.ts";
import { cacheFormCode, type WasmBlockCache } from "./block-cache.ts";
import { ATTENTION, attentionWord, KIND } from "./command.ts";
import type { LanePool } from "./lane-pool.ts";

/** Multiply-adds from which tiles are shared out; the reason stands in linear-runner.ts. */
const SHARED_FROM = 262_144;

/** Attention over one layer of the cache; out and query are addresses in the home memory. */
export function runAttention(
  pool: LanePool,
  home: Arena,
  out: number,
  query: number,
  cache: WasmBlockCache,
  layer: number,
  spans: readonly SequenceSpan[],
  heads: number,
): void {
  if (spanTokens(spans) * heads === 0) return;
  const lanes = multiplyAdds(spans) * heads * cache.shape.headDim >= SHARED_FROM ? pool.recruit() : 1;
  const { words } = pool;
  prepareTiles(words, home, cache, layer, spans, heads, lanes);
  const { kvHeads, headDim, blockTokens, dtype } = cache.shape;
  words[KIND] = ATTENTION;
  words[attentionWord.out] = out;
  words[attentionWord.query] = query;
  words[attentionWord.layer] = cache.layer(layer).address;
  words[attentionWord.heads] = heads;
  words[attentionWord.kvHeads] = kvHeads;
  words[attentionWord.headDim] = headDim;
  words[attentionWord.blockTokens] = blockTokens;
  words[attentionWord.form] = cacheFormCode[dtype];
  words[attentionWord.nextItem] = 0;
  if (lanes === 1) pool.runAlone();
  else pool.runShared();
}

/** Writes the step's tiles into scratch of the layer's memory, the lanes' scratch behind them, and both into the command. */
function prepareTiles(
  words: Int32Array,
  home: Arena,
  cache: WasmBlockCache,
  layer: number,
  spans: readonly SequenceSpan[],
  heads: number,
  lanes: number,
): void {
  const { kvHeads, headDim, blockTokens } = cache.shape;
  const { arena } = cache.layer(layer);
  const group = heads / kvHeads;
  const plan = planTiles(spans, group, blockTokens);
  const rows = plan.tileTokens * group;
  const tableWords = plan.tiles * TILE_WORDS + plan.blocks;
  const tableBytes = (tableWords * 4 + 63) & ~63;
  const kernelScratch = (arena.kernels.attendScratchBytes(rows, headDim) + 63) & ~63;
  // A copy of the tile's queries and one of its results, where the cache lies in another memory.
  const stride = kernelScratch + (arena === home ? 0 : 2 * rows * headDim * 4);
  const byteLength = tableBytes + stride * lanes;
  const table = arena.scratch(byteLength);
  if (table === undefined) throw exhausted("the scratch of attention", byteLength);
  const { buffer } = arena.views.bytes(table + byteLength);
  writeTiles(new Uint32Array(buffer, table, tableWords), table, plan, spans, blockTokens);
  words[attentionWord.memory] = arena.index;
  words[attentionWord.tiles] = table;
  words[attentionWord.tileCount] = plan.tiles;
  words[attentionWord.scratch] = table + tableBytes;
  words[attentionWord.scratchStride] = stride;
  words[attentionWord.kernelScratch] = kernelScratch;
}

/** Multiply-adds of queries with keys, for one head and dimension. */
function multiplyAdds(spans: readonly SequenceSpan[]): number {
  let sum = 0;
  for (const { tokens, past } of spans) sum += tokens * (past + tokens);
  return sum;
}
