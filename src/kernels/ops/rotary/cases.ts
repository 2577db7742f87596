import type { RotaryShape } from "../../contract.ts";

export const rotaryCases: readonly (RotaryShape & { readonly name: string })[] = [
  { name: "position 0", tokens: 1, heads: 1, headDim: 8, firstPosition: 0 },
  { name: "smallest head", tokens: 2, heads: 3, headDim: 2, firstPosition: 5 },
  { name: "odd pairs", tokens: 3, heads: 2, headDim: 12, firstPosition: 7 },
  { name: "headDim 64", tokens: 5, heads: 3, headDim: 64, firstPosition: 100 },
  { name: "headDim 128, far out", tokens: 2, heads: 2, headDim: 128, firstPosition: 131_000 },
];
