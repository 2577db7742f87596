import { type ReferenceHeap, slot } from "../reference-heap.ts";

export function adamw(
  heap: ReferenceHeap,
  weights: number,
  gradients: number,
  means: number,
  variances: number,
  count: number,
  gradientScale: number,
  rate: number,
  decay: number,
  beta1: number,
  beta2: number,
  epsilon: number,
  correction1: number,
  correction2: number,
): void {
  for (let i = 0; i < count; i++) {
    const gradient = heap[slot(gradients) + i]! * gradientScale;
    const mean = beta1 * heap[slot(means) + i]! + (1 - beta1) * gradient;
    const variance = beta2 * heap[slot(variances) + i]! + (1 - beta2) * gradient * gradient;
    heap[slot(means) + i] = mean;
    heap[slot(variances) + i] = variance;
    const change = (mean * correction1) / (Math.sqrt(variance * correction2) + epsilon);
    heap[slot(weights) + i] = heap[slot(weights) + i]! * (1 - rate * decay) - rate * change;
  }
}
