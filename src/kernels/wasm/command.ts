/**
 * The shared block through which the calling thread tells the lanes what to do: int32 words in a SharedArrayBuffer. Byte
 * addresses above 2^31 wrap to negative words; read them with `>>> 0`.
 */
export const WORDS = 32;

/** Words of the protocol; see lane-pool.ts. */
export const SEQUENCE = 0;
export const DONE = 1;
export const FAILED_LANE = 2;
export const PARKED = 3;
export const CALLER_WAITS = 4;

/** What to do, and how many lanes share it. */
export const KIND = 5;
export const LANES = 6;
export const STOP = 0;
/** Take the memories that wait on the message port. */
export const ADOPT = 1;
export const LINEAR = 2;
export const ATTENTION = 3;

/** Words of LINEAR. Strides and sizes are bytes; out and x lie in the home memory, weights, scales and scratch in `memory`. */
export const linearWord = {
  memory: 8,
  storage: 9,
  out: 10,
  outStride: 11,
  x: 12,
  weights: 13,
  scales: 14,
  rowBytes: 15,
  columns: 16,
  rows: 17,
  tokens: 18,
  tileFrom: 19,
  scratch: 20,
  scratchStride: 21,
  /** Bytes of a lane's scratch that the kernel itself uses; the copies of x and out follow. */
  kernelScratch: 22,
} as const;

/** Words of ATTENTION; everything lies in the home memory. */
export const attentionWord = {
  out: 8,
  query: 9,
  keys: 10,
  values: 11,
  scores: 12,
  scoresStride: 13,
  tokens: 14,
  past: 15,
  heads: 16,
  kvHeads: 17,
  headDim: 18,
} as const;
