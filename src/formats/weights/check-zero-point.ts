import { elementCount } from "../safetensors/dtypes.ts";
import type { TensorView } from "../safetensors/tensor-view.ts";
import { weightFault } from "./weight-fault.ts";
import type { WeightParts } from "./weight-layout.ts";

/** Zero points are read in pieces of this size. */
const CHUNK_BYTES = 2 ** 16;

/** We store symmetric quantization only; a file may still carry zero points, all zero. Throws "checkpoint-invalid". */
export function checkZeroPoint(parts: WeightParts, zeroPoint: TensorView, scale: TensorView): void {
  if (elementCount(zeroPoint.shape) !== elementCount(scale.shape)) {
    throw weightFault(parts, `expected one zero point a scale, got [${zeroPoint.shape}] for [${scale.shape}]`);
  }
  const chunk = new Uint8Array(Math.min(CHUNK_BYTES, zeroPoint.byteLength));
  for (let from = 0; from < zeroPoint.byteLength; from += chunk.length) {
    const length = Math.min(chunk.length, zeroPoint.byteLength - from);
    zeroPoint.read(chunk, from, length);
    if (chunk.subarray(0, length).some((byte) => byte !== 0))
      throw weightFault(parts, "expected zero points of 0 only");
  }
}
