import { type ReferenceHeap, slot } from "../reference-heap.ts";

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

export function swigluForward(heap: ReferenceHeap, out: number, gateUp: number, tokens: number, width: number): void {
  for (let t = 0; t < tokens; t++) {
    for (let i = 0; i < width; i++) {
      const gate = heap[slot(gateUp) + 2 * t * width + i]!;
      const up = heap[slot(gateUp) + (2 * t + 1) * width + i]!;
      heap[slot(out) + t * width + i] = gate * sigmoid(gate) * up;
    }
  }
}

export function swigluBackward(
  heap: ReferenceHeap,
  dGateUp: number,
  dOut: number,
  gateUp: number,
  tokens: number,
  width: number,
): void {
  for (let t = 0; t < tokens; t++) {
    for (let i = 0; i < width; i++) {
      const [gateAt, upAt] = [2 * t * width + i, (2 * t + 1) * width + i];
      const gate = heap[slot(gateUp) + gateAt]!;
      const up = heap[slot(gateUp) + upAt]!;
      const gradient = heap[slot(dOut) + t * width + i]!;
      const gated = sigmoid(gate);
      heap[slot(dGateUp) + gateAt] = gradient * up * gated * (1 + gate * (1 - gated));
      heap[slot(dGateUp) + upAt] = gradient * gate * gated;
    }
  }
}
