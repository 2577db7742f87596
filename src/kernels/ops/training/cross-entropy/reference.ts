import { type ReferenceHeap, slot } from "../reference-heap.ts";

export function crossEntropy(
  heap: ReferenceHeap,
  logits: number,
  targets: number,
  losses: number,
  rows: number,
  width: number,
): number {
  let total = 0;
  for (let r = 0; r < rows; r++) {
    const first = slot(logits) + r * width;
    const row = heap.subarray(first, first + width);
    const target = heap[slot(targets) + r]!;
    const highest = Math.max(...row);
    let sum = 0;
    for (const logit of row) sum += Math.exp(logit - highest);
    const loss = Math.log(sum) + highest - row[target]!;
    for (let i = 0; i < width; i++) row[i] = Math.exp(row[i]! - highest) / sum - (i === target ? 1 : 0);
    heap[slot(losses) + r] = loss;
    total += loss;
  }
  return total;
}
