// Hot: one call a layer and step.
import { spanTokens } from "../checks.ts";
import type { SequenceSpan } from "../contract.ts";
import { type Arena, exhausted } from "./arena.ts";
import { cacheFormCode, type WasmBlockCache } from "./block-cache.ts";

/** Tokens that are copied at a time into another memory than home. */
const COPIED_TOKENS = 16;

/** Stores a step's keys and values on the calling thread: a thousandth of the work of the layer. Addresses in the home memory. */
export function runStoreKeyValues(
  home: Arena,
  cache: WasmBlockCache,
  layer: number,
  keys: number,
  values: number,
  spans: readonly SequenceSpan[],
): void {
  const tokens = spanTokens(spans);
  const { kvHeads, headDim, blockTokens, dtype } = cache.shape;
  const { arena, address } = cache.layer(layer);
  const tokenBytes = kvHeads * headDim * 4;
  const portion = arena === home ? tokens : Math.min(tokens, COPIED_TOKENS);
  const copies = arena === home ? 0 : portion * tokenBytes;
  const byteLength = (tokens + headDim) * 4 + 2 * copies;
  const slots = arena.scratch(byteLength);
  if (slots === undefined) throw exhausted("storing keys and values", byteLength);
  const row = slots + tokens * 4;
  const copy = row + headDim * 4;
  const memory = arena.views.bytes(slots + byteLength);
  writeSlots(new Uint32Array(memory.buffer, slots, tokens), spans, blockTokens);
  for (let first = 0; first < tokens; first += portion) {
    const count = Math.min(portion, tokens - first);
    let [keysAt, valuesAt] = [keys, values];
    if (arena !== home) {
      [keysAt, valuesAt] = [copy, copy + copies];
      const [from, bytes] = [first * tokenBytes, count * tokenBytes];
      const source = home.views.bytes(Math.max(keys, values) + from + bytes);
      memory.set(source.subarray(keys + from, keys + from + bytes), keysAt);
      memory.set(source.subarray(values + from, values + from + bytes), valuesAt);
    }
    const form = cacheFormCode[dtype];
    const slotsAt = slots + first * 4;
    arena.kernels.storeKeyValues(address, slotsAt, keysAt, valuesAt, count, kvHeads, headDim, blockTokens, form, row);
  }
}

/** The slot of every token: block * blockTokens + place in the block. */
function writeSlots(slots: Uint32Array, spans: readonly SequenceSpan[], blockTokens: number): void {
  let token = 0;
  for (const { tokens, past, blocks } of spans) {
    for (let position = past; position < past + tokens; position++) {
      slots[token++] = blocks[Math.floor(position / blockTokens)]! * blockTokens + (position % blockTokens);
    }
  }
}
