import { type ReferenceHeap, slot } from "../reference-heap.ts";

export function gatherRows(
  heap: ReferenceHeap,
  out: number,
  table: number,
  ids: number,
  count: number,
  width: number,
): void {
  for (let r = 0; r < count; r++) {
    const row = slot(table) + heap[slot(ids) + r]! * width;
    for (let i = 0; i < width; i++) heap[slot(out) + r * width + i] = heap[row + i]!;
  }
}

export function scatterAddRows(
  heap: ReferenceHeap,
  table: number,
  x: number,
  ids: number,
  count: number,
  width: number,
): void {
  for (let r = 0; r < count; r++) {
    const row = slot(table) + heap[slot(ids) + r]! * width;
    for (let i = 0; i < width; i++) heap[row + i]! += heap[slot(x) + r * width + i]!;
  }
}
