/** Blocks start on a cache line. */
const ALIGNMENT = 64;
/** The first page is the module's own (static data, and no block ever has address 0). */
const HEAP_START = 65536;
const PAGE_BYTES = 65536;
/** A wasm32 memory holds 65,536 pages; the last one stays unused so that an address past a block's end never wraps to 0. */
export const MEMORY_LIMIT_BYTES = 65535 * PAGE_BYTES;

/** First-fit allocator over one growing memory. Addresses and sizes are bytes; sizes are rounded up to 64. */
export class Heap {
  readonly #memory: WebAssembly.Memory;
  readonly #limitBytes: number;
  /** Free blocks below `#top`, by address, never adjacent. */
  readonly #free: { address: number; size: number }[] = [];
  readonly #sizes = new Map<number, number>();
  /** Everything from here on was never used. */
  #top = HEAP_START;

  constructor(memory: WebAssembly.Memory, limitBytes: number) {
    this.#memory = memory;
    this.#limitBytes = Math.min(limitBytes, MEMORY_LIMIT_BYTES);
  }

  /** Largest block that can still be had. */
  get largestFree(): number {
    const last = this.#free.at(-1);
    const tail = last !== undefined && last.address + last.size === this.#top ? last.size : 0;
    return this.#free.reduce((best, block) => Math.max(best, block.size), this.#limitBytes - this.#top + tail);
  }

  get usedBytes(): number {
    return this.#free.reduce((used, block) => used - block.size, this.#top - HEAP_START);
  }

  /** Address of a block of at least `bytes`, its contents unspecified; undefined when the memory is full. */
  allocate(bytes: number): number | undefined {
    const size = Math.max(ALIGNMENT, Math.ceil(bytes / ALIGNMENT) * ALIGNMENT);
    const address = this.#takeFree(size) ?? this.#takeTop(size);
    if (address !== undefined) this.#sizes.set(address, size);
    return address;
  }

  release(address: number): void {
    const size = this.#sizes.get(address);
    if (size === undefined) throw new RangeError(`No block of this heap starts at ${address}.`);
    this.#sizes.delete(address);
    let index = this.#free.findIndex((block) => block.address > address);
    if (index < 0) index = this.#free.length;
    this.#free.splice(index, 0, { address, size });
    this.#join(index);
    if (index > 0) this.#join(index - 1);
  }

  #takeFree(size: number): number | undefined {
    const index = this.#free.findIndex((block) => block.size >= size);
    const block = this.#free[index];
    if (block === undefined) return undefined;
    const { address } = block;
    if (block.size === size) this.#free.splice(index, 1);
    else this.#free[index] = { address: address + size, size: block.size - size };
    return address;
  }

  #takeTop(size: number): number | undefined {
    // A free block that ends at the top is the beginning of the new one.
    const last = this.#free.at(-1);
    const start = last !== undefined && last.address + last.size === this.#top ? last.address : this.#top;
    const end = start + size;
    if (end > this.#limitBytes || !this.#grow(end)) return undefined;
    if (start !== this.#top) this.#free.pop();
    this.#top = end;
    return start;
  }

  #grow(end: number): boolean {
    const missing = end - this.#memory.buffer.byteLength;
    if (missing <= 0) return true;
    // A sixteenth more than asked, so that many small buffers do not each grow the memory.
    const wanted = Math.min(missing + end / 16, MEMORY_LIMIT_BYTES - this.#memory.buffer.byteLength);
    try {
      this.#memory.grow(Math.ceil(Math.max(wanted, missing) / PAGE_BYTES));
      return true;
    } catch {
      return false;
    }
  }

  /** Joins free block `index` with the next one when they touch. */
  #join(index: number): void {
    const block = this.#free[index];
    const next = this.#free[index + 1];
    if (block === undefined || next === undefined || block.address + block.size !== next.address) return;
    block.size += next.size;
    this.#free.splice(index + 1, 1);
  }
}
