/** What matrices and caches take in this backend's memories, for whoever plans before loading. */
import type { BlockCacheShape, WeightDtype } from "../contract.ts";
import { type ComputeMode, restingKind, restingRowBytes, restingRows, restingScales } from "./storage.ts";

/** Bytes of a value by cache form, and of the two scales a token and head. */
const cacheForms = { float32: [4, 0], float16: [2, 0], int8: [1, 8] } as const;
/** Tokens of a panel and values to which a value row is rounded up; see ops/key-values/layout.as.ts. */
const PANEL = 16;

/** Bytes of a matrix at rest, scales and padding included. `blockColumns`: of a block, where `stored` has blocks. */
export function matrixByteLength(
  stored: WeightDtype["kind"],
  compute: ComputeMode,
  rows: number,
  columns: number,
  blockColumns = columns,
): number {
  const kind = restingKind(stored, compute);
  return restingRows(kind, rows) * (restingRowBytes(kind, columns) + 4 * restingScales(kind, columns, blockColumns));
}

/** Bytes of one block over all layers. */
export function cacheBlockByteLength(shape: Omit<BlockCacheShape, "blocks">): number {
  const [valueBytes, scaleBytes] = cacheForms[shape.dtype];
  const values = shape.headDim + Math.ceil(shape.headDim / PANEL) * PANEL;
  const tokens = Math.ceil(shape.blockTokens / PANEL) * PANEL;
  return shape.layers * shape.kvHeads * tokens * (values * valueBytes + scaleBytes);
}
