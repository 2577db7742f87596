// Hot: each thread's share of every attention.
import { TILE_WORDS, tileWord } from "./attention-tiles.ts";
import { attentionWord } from "./command.ts";
import type { LaneMemory } from "./lane.ts";

/** Takes work items (a tile and a key-value head) until none is left, so that a thread that is held up does fewer. */
export function attendItems(words: Int32Array, memories: readonly LaneMemory[], lane: number): void {
  const tiles = words[attentionWord.tileCount]!;
  const kvHeads = words[attentionWord.kvHeads]!;
  const memory = memories[words[attentionWord.memory]!]!;
  const address = words[attentionWord.tiles]! >>> 0;
  const end = address + tiles * TILE_WORDS * 4;
  const table = new Uint32Array(memory.views.bytes(end).buffer, address, tiles * TILE_WORDS);
  const scratch = (words[attentionWord.scratch]! >>> 0) + lane * words[attentionWord.scratchStride]!;
  for (;;) {
    const item = Atomics.add(words, attentionWord.nextItem, 1);
    if (item >= tiles * kvHeads) return;
    const tile = Math.floor(item / kvHeads) * TILE_WORDS;
    attendItem(words, memories, table.subarray(tile, tile + TILE_WORDS), item % kvHeads, scratch);
  }
}

function attendItem(
  words: Int32Array,
  memories: readonly LaneMemory[],
  tile: Uint32Array,
  kvHead: number,
  scratch: number,
): void {
  const heads = words[attentionWord.heads]!;
  const headDim = words[attentionWord.headDim]!;
  const tokenBytes = heads * headDim * 4;
  const groupBytes = tokenBytes / words[attentionWord.kvHeads]!;
  const offset = tile[tileWord.firstToken]! * tokenBytes + kvHead * groupBytes;
  const query = (words[attentionWord.query]! >>> 0) + offset;
  const out = (words[attentionWord.out]! >>> 0) + offset;
  const index = words[attentionWord.memory]!;
  if (index === 0) {
    attendTile(words, memories[0]!, tile, kvHead, out, query, tokenBytes, scratch);
    return;
  }
  const [home, away] = [memories[0]!.views, memories[index]!.views];
  const tokens = tile[tileWord.tokens]!;
  const queryAway = scratch + words[attentionWord.kernelScratch]!;
  const outAway = queryAway + tokens * groupBytes;
  const there = away.bytes(outAway + tokens * groupBytes);
  copyRows(
    there,
    queryAway,
    groupBytes,
    home.bytes(query + tokens * tokenBytes),
    query,
    tokenBytes,
    groupBytes,
    tokens,
  );
  attendTile(words, memories[index]!, tile, kvHead, outAway, queryAway, groupBytes, scratch);
  copyRows(home.bytes(out + tokens * tokenBytes), out, tokenBytes, there, outAway, groupBytes, groupBytes, tokens);
}

/** `stride`: bytes between tokens in out and query. */
function attendTile(
  words: Int32Array,
  { kernels }: LaneMemory,
  tile: Uint32Array,
  kvHead: number,
  out: number,
  query: number,
  stride: number,
  scratch: number,
): void {
  const kvHeads = words[attentionWord.kvHeads]!;
  kernels.attend(
    out,
    stride,
    query,
    stride,
    tile[tileWord.tokens]!,
    words[attentionWord.heads]! / kvHeads,
    tile[tileWord.firstPosition]!,
    tile[tileWord.blocks]!,
    words[attentionWord.layer]! >>> 0,
    kvHead,
    kvHeads,
    words[attentionWord.headDim]!,
    words[attentionWord.blockTokens]!,
    words[attentionWord.form]!,
    scratch,
  );
}

function copyRows(
  target: Uint8Array,
  to: number,
  toStride: number,
  source: Uint8Array,
  from: number,
  fromStride: number,
  rowBytes: number,
  rows: number,
): void {
  for (let row = 0; row < rows; row++) {
    const start = from + row * fromStride;
    target.set(source.subarray(start, start + rowBytes), to + row * toStride);
  }
}
