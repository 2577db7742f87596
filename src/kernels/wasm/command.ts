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
/** Read rows of a matrix from a file into their resting form. */
export const LOAD = 4;

/** An op on single values or rows, shared out by them. */
export const ELEMENTS = 5;

/** Words of ELEMENTS; everything lies in the home memory. */
export const elementsWord = {
  op: 8,
  out: 9,
  /** Addresses of the op's inputs in its own order. */
  first: 10,
  second: 11,
  /** Values, or rows of `width` values. */
  count: 12,
  width: 13,
  /** A float32. */
  epsilon: 14,
} as const;
export const elementsOp = { add: 0, swiglu: 1, rmsNorm: 2 } as const;

/** Activations of int8 matrices, shared out by tokens, and int8 linears, taken by pieces of rows. */
export const QUANTIZE = 6;
export const LINEAR_INT8 = 7;

/** Words of QUANTIZE and LINEAR_INT8. Byte addresses and sizes; all but weights, scales and scratch lie in the home memory. */
export const int8Word = {
  memory: 8,
  form: 9,
  x: 10,
  q: 11,
  blockScales: 12,
  columns: 13,
  tokens: 14,
  /** Lane n uses scratch + n * scratchStride. */
  scratch: 15,
  scratchStride: 16,
  out: 17,
  outStride: 18,
  weights: 19,
  scales: 20,
  rowBytes: 21,
  rows: 22,
  /** Rows of the smallest piece. */
  pieceRows: 23,
  /** First row that no lane has taken. */
  nextRow: 24,
  /** Bytes of a lane's scratch that the kernel itself uses; the copies of q and out follow. */
  kernelScratch: 25,
  /** Bytes of one quantised token and of its block scales. */
  tokenBytes: 26,
  tokenScaleBytes: 27,
  /** Rows of the largest piece; fewer than of the smallest one where its copies have no room. */
  mostRows: 28,
} as const;

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
  /** Columns that share a scale; the scales of the next ones stand `scaleStride` further. */
  blockColumns: 23,
  scaleStride: 24,
} as const;

/** Words of ATTENTION. Query and out lie in the home memory, all else in `memory`. */
export const attentionWord = {
  memory: 8,
  out: 9,
  query: 10,
  /** Block 0 of the layer. */
  layer: 11,
  /** See attention-tiles.ts. */
  tiles: 12,
  tileCount: 13,
  heads: 14,
  kvHeads: 15,
  headDim: 16,
  blockTokens: 17,
  form: 18,
  scratch: 19,
  scratchStride: 20,
  /** Bytes of a lane's scratch that the kernel itself uses; the copies of query and out follow. */
  kernelScratch: 21,
  /** First work item that no lane has taken. */
  nextItem: 22,
} as const;

/** Words of LOAD. Sizes are bytes; weights, scales and stages lie in `memory`; lane n stages at `stage` + n * `stageStride`. */
export const loadWord = {
  memory: 8,
  /** Storage codes of the form in the file and of the form in memory. */
  stored: 9,
  resting: 10,
  weights: 11,
  scales: 12,
  restingRowBytes: 13,
  storedRowBytes: 14,
  columns: 15,
  rows: 16,
  pieceRows: 17,
  descriptor: 18,
  /** Where the first row lies in the file. */
  offsetLow: 19,
  offsetHigh: 20,
  stage: 21,
  stageStride: 22,
  /** Bytes of a stage that hold stored rows; scratch for the conversion follows. */
  stageBytes: 23,
  /** First row that no lane has taken. */
  nextRow: 24,
  /** 1 when a read failed. */
  failed: 25,
  /** Scales of blocks that are multiplied in while converting, [blocks of columns, rows]; 0 without such. */
  blockScales: 26,
  blockColumns: 27,
  /** From one block's scales to the next one's. */
  scaleStride: 28,
} as const;
