import { type ReferenceHeap, slot } from "../reference-heap.ts";

export function squaredNorm(heap: ReferenceHeap, x: number, count: number): number {
  let sum = 0;
  for (let i = 0; i < count; i++) sum += heap[slot(x) + i]! ** 2;
  return sum;
}

export function accumulate(heap: ReferenceHeap, out: number, x: number, count: number): void {
  for (let i = 0; i < count; i++) heap[slot(out) + i]! += heap[slot(x) + i]!;
}

export function copy(heap: ReferenceHeap, out: number, x: number, count: number): void {
  heap.copyWithin(slot(out), slot(x), slot(x) + count);
}

export function clear(heap: ReferenceHeap, out: number, count: number): void {
  heap.fill(0, slot(out), slot(out) + count);
}
