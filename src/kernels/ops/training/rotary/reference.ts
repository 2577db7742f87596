import { type ReferenceHeap, slot } from "../reference-heap.ts";

export function rotate(
  heap: ReferenceHeap,
  x: number,
  stride: number,
  positions: number,
  cosines: number,
  sines: number,
  tokens: number,
  heads: number,
  headDim: number,
  inverse: number,
): void {
  const half = headDim / 2;
  for (let t = 0; t < tokens; t++) {
    const angle = heap[slot(positions) + t]! * half;
    for (let h = 0; h < heads; h++) {
      const head = slot(x) + t * stride + h * headDim;
      for (let i = 0; i < half; i++) {
        const cosine = heap[slot(cosines) + angle + i]!;
        const sine = heap[slot(sines) + angle + i]! * (inverse ? -1 : 1);
        const [low, high] = [heap[head + i]!, heap[head + half + i]!];
        heap[head + i] = low * cosine - high * sine;
        heap[head + half + i] = high * cosine + low * sine;
      }
    }
  }
}
