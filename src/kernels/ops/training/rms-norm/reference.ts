import { type ReferenceHeap, slot } from "../reference-heap.ts";

export function rmsNormForward(
  heap: ReferenceHeap,
  out: number,
  inverse: number,
  x: number,
  weight: number,
  tokens: number,
  width: number,
  epsilon: number,
): void {
  for (let t = 0; t < tokens; t++) {
    const row = slot(x) + t * width;
    let squares = 0;
    for (let i = 0; i < width; i++) squares += heap[row + i]! ** 2;
    const scale = 1 / Math.sqrt(squares / width + epsilon);
    heap[slot(inverse) + t] = scale;
    for (let i = 0; i < width; i++) heap[slot(out) + t * width + i] = heap[row + i]! * scale * heap[slot(weight) + i]!;
  }
}

export function rmsNormBackward(
  heap: ReferenceHeap,
  dx: number,
  dWeight: number,
  dy: number,
  x: number,
  inverse: number,
  weight: number,
  tokens: number,
  width: number,
): void {
  for (let t = 0; t < tokens; t++) {
    const at = t * width;
    const scale = heap[slot(inverse) + t]!;
    let products = 0;
    for (let i = 0; i < width; i++) {
      const gradient = heap[slot(dy) + at + i]!;
      const normed = heap[slot(x) + at + i]! * scale;
      products += gradient * heap[slot(weight) + i]! * normed;
      heap[slot(dWeight) + i]! += gradient * normed;
    }
    for (let i = 0; i < width; i++) {
      const weighted = heap[slot(dy) + at + i]! * heap[slot(weight) + i]!;
      const normed = heap[slot(x) + at + i]! * scale;
      heap[slot(dx) + at + i]! += scale * (weighted - (normed * products) / width);
    }
  }
}
