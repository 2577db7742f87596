import { type ReferenceHeap, slot } from "../reference-heap.ts";

interface Head {
  /** Slots of the head's first query, key and value; rows are `stride` apart. */
  readonly query: number;
  readonly key: number;
  readonly value: number;
}

const headSlots = (qkv: number, h: number, heads: number, kvHeads: number, headDim: number): Head => {
  const group = Math.floor(h / (heads / kvHeads));
  const key = slot(qkv) + (heads + group) * headDim;
  return { query: slot(qkv) + h * headDim, key, value: key + kvHeads * headDim };
};

/** Probabilities are kept as [heads, length, length], each row zero after its own position. */
export function attentionForward(
  heap: ReferenceHeap,
  out: number,
  kept: number,
  qkv: number,
  length: number,
  heads: number,
  kvHeads: number,
  headDim: number,
): void {
  const stride = (heads + 2 * kvHeads) * headDim;
  for (let h = 0; h < heads; h++) {
    const { query, key, value } = headSlots(qkv, h, heads, kvHeads, headDim);
    for (let i = 0; i < length; i++) {
      const row = slot(kept) + (h * length + i) * length;
      const scores = Array.from({ length: i + 1 }, (_, j) => {
        let score = 0;
        for (let d = 0; d < headDim; d++) score += heap[query + i * stride + d]! * heap[key + j * stride + d]!;
        return score / Math.sqrt(headDim);
      });
      const highest = Math.max(...scores);
      const sum = scores.reduce((total, score) => total + Math.exp(score - highest), 0);
      for (let j = 0; j < length; j++) heap[row + j] = j <= i ? Math.exp(scores[j]! - highest) / sum : 0;
      for (let d = 0; d < headDim; d++) {
        let mixed = 0;
        for (let j = 0; j <= i; j++) mixed += heap[row + j]! * heap[value + j * stride + d]!;
        heap[slot(out) + (i * heads + h) * headDim + d] = mixed;
      }
    }
  }
}

export function attentionBackward(
  heap: ReferenceHeap,
  dQkv: number,
  dOut: number,
  kept: number,
  qkv: number,
  length: number,
  heads: number,
  kvHeads: number,
  headDim: number,
): void {
  const stride = (heads + 2 * kvHeads) * headDim;
  for (let h = 0; h < heads; h++) {
    const { query, key, value } = headSlots(qkv, h, heads, kvHeads, headDim);
    const gradient = headSlots(dQkv, h, heads, kvHeads, headDim);
    for (let i = 0; i < length; i++) {
      const probabilities = slot(kept) + (h * length + i) * length;
      const dRow = slot(dOut) + (i * heads + h) * headDim;
      const slopes = Array.from({ length: i + 1 }, (_, j) => {
        let slope = 0;
        for (let d = 0; d < headDim; d++) slope += heap[dRow + d]! * heap[value + j * stride + d]!;
        return slope;
      });
      const mean = slopes.reduce((sum, slope, j) => sum + slope * heap[probabilities + j]!, 0);
      for (let j = 0; j <= i; j++) {
        const probability = heap[probabilities + j]!;
        const dScore = (probability * (slopes[j]! - mean)) / Math.sqrt(headDim);
        for (let d = 0; d < headDim; d++) {
          heap[gradient.value + j * stride + d]! += probability * heap[dRow + d]!;
          heap[gradient.query + i * stride + d]! += dScore * heap[key + j * stride + d]!;
          heap[gradient.key + j * stride + d]! += dScore * heap[query + i * stride + d]!;
        }
      }
    }
  }
}
