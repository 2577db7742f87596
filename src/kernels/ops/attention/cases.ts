import type { CacheDtype } from "../../contract.ts";

export interface AttentionCase {
  readonly name: string;
  /** New tokens and stored ones of each sequence of the step. */
  readonly spans: readonly (readonly [tokens: number, past: number])[];
  readonly heads: number;
  readonly kvHeads: number;
  readonly headDim: number;
  /** Default float32. */
  readonly dtype?: CacheDtype;
  /** Default 16. */
  readonly blockTokens?: number;
  /** Deviation of queries and keys; large ones make a sharp softmax. Default 1. */
  readonly deviation?: number;
}

export const attentionCases: readonly AttentionCase[] = [
  { name: "first token", spans: [[1, 0]], heads: 1, kvHeads: 1, headDim: 4 },
  { name: "15 tokens", spans: [[15, 0]], heads: 7, kvHeads: 1, headDim: 16 },
  { name: "16 tokens after 1", spans: [[16, 1]], heads: 3, kvHeads: 1, headDim: 8 },
  { name: "17 tokens after 15", spans: [[17, 15]], heads: 4, kvHeads: 2, headDim: 32 },
  { name: "64 tokens after 16", spans: [[64, 16]], heads: 5, kvHeads: 5, headDim: 20 },
  { name: "200 tokens after 17", spans: [[200, 17]], heads: 4, kvHeads: 4, headDim: 12 },
  { name: "decode after 6", spans: [[1, 6]], heads: 4, kvHeads: 2, headDim: 32 },
  { name: "decode after 1000, groups of 3", spans: [[1, 1000]], heads: 9, kvHeads: 3, headDim: 32 },
  { name: "17 tokens after 1000", spans: [[17, 1000]], heads: 3, kvHeads: 1, headDim: 32 },
  { name: "headDim 128, groups of 8", spans: [[2, 31]], heads: 16, kvHeads: 2, headDim: 128 },
  { name: "headDim 76", spans: [[40, 100]], heads: 6, kvHeads: 2, headDim: 76 },
  { name: "enough for several threads", spans: [[3, 300]], heads: 5, kvHeads: 5, headDim: 64 },
  {
    name: "prefill beside decodes",
    spans: [
      [1, 130],
      [64, 128],
      [1, 0],
      [0, 20],
      [1, 511],
      [5, 127],
    ],
    heads: 6,
    kvHeads: 3,
    headDim: 32,
  },
  {
    name: "64 decodes",
    spans: Array.from({ length: 64 }, (_, i) => [1, 2 * i] as const),
    heads: 4,
    kvHeads: 2,
    headDim: 16,
  },
  {
    name: "blocks of 4 tokens",
    spans: [
      [9, 18],
      [1, 3],
    ],
    heads: 4,
    kvHeads: 2,
    headDim: 16,
    blockTokens: 4,
  },
  { name: "blocks of 20 tokens", spans: [[33, 150]], heads: 4, kvHeads: 2, headDim: 20, blockTokens: 20 },
  { name: "blocks of 32 tokens", spans: [[33, 150]], heads: 2, kvHeads: 2, headDim: 64, blockTokens: 32 },
  { name: "sharp softmax", spans: [[3, 40]], heads: 2, kvHeads: 2, headDim: 32, deviation: 6 },
  {
    name: "float16 decode",
    spans: [
      [1, 200],
      [1, 7],
    ],
    heads: 8,
    kvHeads: 2,
    headDim: 64,
    dtype: "float16",
  },
  { name: "float16 chunk", spans: [[50, 90]], heads: 6, kvHeads: 2, headDim: 20, dtype: "float16" },
  {
    name: "int8 decode",
    spans: [
      [1, 200],
      [1, 7],
    ],
    heads: 8,
    kvHeads: 2,
    headDim: 64,
    dtype: "int8",
  },
  { name: "int8 chunk", spans: [[50, 90]], heads: 6, kvHeads: 2, headDim: 20, dtype: "int8" },
  { name: "int8, blocks of 12", spans: [[30, 40]], heads: 2, kvHeads: 1, headDim: 8, dtype: "int8", blockTokens: 12 },
];
