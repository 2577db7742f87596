import type { TensorView } from "../safetensors/tensor-view.ts";
import { readFloats } from "./read-floats.ts";
import { weightFault } from "./weight-fault.ts";
import type { WeightParts } from "./weight-layout.ts";

const SCALE_DTYPES: readonly string[] = ["BF16", "F16", "F32"];

/** The values of `scale`, row-major. @throws HermesError "checkpoint-invalid" for another dtype or a value that is not finite. */
export function readScales(parts: WeightParts, scale: TensorView): Float32Array {
  if (!SCALE_DTYPES.includes(scale.dtype)) {
    throw weightFault(parts, `expected a scale of ${SCALE_DTYPES.join(", ")}, got ${scale.dtype}`);
  }
  const scales = readFloats(scale);
  const bad = scales.findIndex((value) => !Number.isFinite(value));
  if (bad < 0) return scales;
  throw weightFault(parts, `expected finite scales, got ${scales[bad]} at index ${bad}`);
}
