import type { RotaryShape } from "../../contract.ts";

export interface RotaryCase extends RotaryShape {
  readonly name: string;
  readonly positions: readonly number[];
}

export const rotaryCases: readonly RotaryCase[] = [
  { name: "position 0", positions: [0], heads: 1, headDim: 8 },
  { name: "smallest head", positions: [5, 6], heads: 3, headDim: 2 },
  { name: "odd pairs", positions: [7, 8, 9], heads: 2, headDim: 12 },
  { name: "positions of several sequences", positions: [3, 100, 101, 4, 0, 0, 8191], heads: 3, headDim: 64 },
  { name: "headDim 128, far out", positions: [131_000, 131_071], heads: 2, headDim: 128 },
];
