import type { AttentionShape } from "../../contract.ts";

export interface AttentionCase extends AttentionShape {
  readonly name: string;
  /** Deviation of queries and keys; large ones make a sharp softmax. Default 1. */
  readonly deviation?: number;
}

export const attentionCases: readonly AttentionCase[] = [
  { name: "first token", tokens: 1, past: 0, heads: 1, kvHeads: 1, headDim: 4 },
  { name: "prefill of 5", tokens: 5, past: 0, heads: 2, kvHeads: 1, headDim: 16 },
  { name: "decode after 6 (7 keys)", tokens: 1, past: 6, heads: 4, kvHeads: 2, headDim: 32 },
  { name: "chunk after 9", tokens: 3, past: 9, heads: 4, kvHeads: 4, headDim: 64 },
  { name: "headDim 128, groups of 8", tokens: 2, past: 31, heads: 16, kvHeads: 2, headDim: 128 },
  { name: "headDim 20", tokens: 4, past: 2, heads: 3, kvHeads: 3, headDim: 20 },
  { name: "headDim 76", tokens: 4, past: 2, heads: 6, kvHeads: 2, headDim: 76 },
  { name: "enough keys for several threads", tokens: 3, past: 300, heads: 5, kvHeads: 5, headDim: 64 },
  { name: "sharp softmax", tokens: 3, past: 40, heads: 2, kvHeads: 2, headDim: 32, deviation: 6 },
];
