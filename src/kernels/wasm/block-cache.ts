import { misuse } from "../checks.ts";
import type { BlockCache, BlockCacheShape, CacheDtype } from "../contract.ts";
import { disposed, type Ledger } from "../ledger.ts";
import { type Arena, exhausted } from "./arena.ts";
import type { Placement } from "./matrix-loader.ts";

/** How the kernels know the storage form; the same numbers stand in ops/key-values/layout.as.ts. */
export const cacheFormCode = { float32: 0, float16: 1, int8: 2 } as const satisfies Record<CacheDtype, number>;

/** All blocks of one layer, one after the other; the layout of a block stands in ops/key-values/layout.as.ts. */
export interface CacheLayer {
  readonly arena: Arena;
  /** Byte address of block 0. */
  readonly address: number;
}

/** Keys and values, each layer in one memory. Its memory is never cleared, so that pages are taken only as blocks are written. */
export class WasmBlockCache implements BlockCache {
  readonly shape: BlockCacheShape;
  readonly byteLength: number;
  readonly blockByteLength: number;
  /** Bytes of one block in one layer. */
  readonly layerBlockBytes: number;
  readonly #layers: readonly CacheLayer[];
  readonly #ledger: Ledger;

  /** Places layer after layer into the first memory with room, opening new ones; "memory-exhausted" when one fits nowhere. */
  constructor(shape: BlockCacheShape, ledger: Ledger, placement: Placement) {
    const { kvHeads, headDim, blockTokens, dtype, layers, blocks } = shape;
    const { kernels } = placement.arenas[0]!;
    this.shape = shape;
    this.layerBlockBytes = kvHeads * kernels.keyValueHeadBytes(cacheFormCode[dtype], headDim, blockTokens);
    this.blockByteLength = layers * this.layerBlockBytes;
    this.byteLength = blocks * this.blockByteLength;
    this.#layers = placeLayers(layers, blocks * this.layerBlockBytes, placement);
    this.#ledger = ledger;
    ledger.add(this, this.byteLength);
  }

  /** Throws when this cache is disposed or belongs to another backend. */
  check(ledger: Ledger): this {
    if (ledger !== this.#ledger) throw misuse("wasm", "a cache of this backend", "one of another backend");
    if (!ledger.has(this)) throw disposed("cache");
    return this;
  }

  layer(index: number): CacheLayer {
    return this.#layers[index]!;
  }

  /** The block of every layer, one after the other. */
  readBlock(block: number): Uint8Array {
    const copy = new Uint8Array(this.blockByteLength);
    for (const [index, layer] of this.#layers.entries()) {
      copy.set(this.#bytesOf(layer, block), index * this.layerBlockBytes);
    }
    return copy;
  }

  writeBlock(block: number, bytes: Uint8Array): void {
    for (const [index, layer] of this.#layers.entries()) {
      const from = index * this.layerBlockBytes;
      this.#bytesOf(layer, block).set(bytes.subarray(from, from + this.layerBlockBytes));
    }
  }

  dispose(): void {
    if (this.#ledger.remove(this)) for (const layer of this.#layers) releaseLayer(layer);
  }

  #bytesOf({ arena, address }: CacheLayer, block: number): Uint8Array {
    const from = address + block * this.layerBlockBytes;
    const to = from + this.layerBlockBytes;
    return arena.views.bytes(to).subarray(from, to);
  }
}

function placeLayers(count: number, byteLength: number, placement: Placement): CacheLayer[] {
  const layers: CacheLayer[] = [];
  try {
    while (layers.length < count) layers.push(placeLayer(byteLength, placement));
  } catch (error) {
    for (const layer of layers) releaseLayer(layer);
    throw error;
  }
  return layers;
}

function placeLayer(byteLength: number, placement: Placement): CacheLayer {
  // 64 bytes for rounding up to a cache line.
  for (const arena of placement.arenas) {
    if (placement.room(arena) - 64 >= byteLength) return { arena, address: allocateLayer(arena, byteLength) };
  }
  const arena = placement.open();
  return { arena, address: allocateLayer(arena, byteLength) };
}

function allocateLayer(arena: Arena, byteLength: number): number {
  const address = arena.heap.allocate(byteLength);
  if (address === undefined) throw exhausted("one layer of the cache, which must lie in one memory", byteLength);
  return address;
}

function releaseLayer({ arena, address }: CacheLayer): void {
  arena.heap.release(address);
}
