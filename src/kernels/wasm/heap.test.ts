import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Heap } from "./heap.ts";

fc.configureGlobal({ seed: 45 });

const MEBIBYTE = 1 << 20;

function createHeap(limitBytes: number): { heap: Heap; memory: WebAssembly.Memory } {
  const memory = new WebAssembly.Memory({ initial: 1, maximum: 65536, shared: true });
  return { heap: new Heap(memory, limitBytes), memory };
}

describe("heap", () => {
  it("grows the memory on demand", () => {
    const { heap, memory } = createHeap(8 * MEBIBYTE);
    const address = heap.allocate(3 * MEBIBYTE)!;
    expect(memory.buffer.byteLength).toBeGreaterThanOrEqual(address + 3 * MEBIBYTE);
  });

  it("refuses what passes the limit and gives it once there is room", () => {
    const { heap } = createHeap(MEBIBYTE);
    const half = heap.allocate(MEBIBYTE / 2)!;
    expect(heap.allocate(MEBIBYTE / 2)).toBeUndefined();
    heap.release(half);
    expect(heap.allocate(MEBIBYTE / 2)).toBe(half);
  });

  it("refuses to release what it did not give", () => {
    expect(() => createHeap(MEBIBYTE).heap.release(64)).toThrow(RangeError);
  });

  it("never gives overlapping blocks and is whole again when all are released", () => {
    const step = fc.record({ size: fc.integer({ min: 0, max: 20_000 }), release: fc.nat() });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const { heap } = createHeap(MEBIBYTE);
        const whole = heap.largestFree;
        const live: { address: number; size: number }[] = [];
        for (const { size, release } of steps) {
          const address = heap.allocate(size);
          if (address !== undefined) {
            expect(address % 64).toBe(0);
            for (const other of live) {
              expect(address + size <= other.address || other.address + other.size <= address).toBe(true);
            }
            live.push({ address, size });
          }
          if (release % 2 === 0 && live.length > 0) heap.release(live.splice(release % live.length, 1)[0]!.address);
        }
        for (const { address } of live) heap.release(address);
        expect(heap.usedBytes).toBe(0);
        expect(heap.largestFree).toBe(whole);
      }),
    );
  });
});
