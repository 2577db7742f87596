import { isFloatDtype } from "../floats/float-arrays.ts";
import { elementCount } from "../safetensors/dtypes.ts";
import type { TensorView } from "../safetensors/tensor-view.ts";
import { readFloats } from "./read-floats.ts";
import { weightFault } from "./weight-fault.ts";
import type { WeightLayout, WeightParts } from "./weight-layout.ts";

/** Zero points are read in pieces of this size. */
const CHUNK_BYTES = 2 ** 16;

/**
 * float8 e4m3fn with one scale a row (compressed-tensors, strategy "channel": `weight_scale` [rows, 1] or [rows]) or one
 * for the whole tensor (strategy "tensor": one value, repeated here for every row).
 */
export const float8RowLayout: WeightLayout = {
  name: "F8_E4M3 with weight_scale [rows, 1], [rows] or [1]",
  matches({ weight, siblings }) {
    return weight.dtype === "F8_E4M3" && siblings.has("weight_scale");
  },
  readDtype(parts) {
    const scale = parts.siblings.get("weight_scale")!;
    const strategy = scaleStrategy(parts, scale);
    checkStrategy(parts, strategy, scale);
    const zeroPoint = parts.siblings.get("weight_zero_point");
    if (zeroPoint) checkZeroPoint(parts, zeroPoint, scale);
    const scales = readScales(parts, scale);
    const rowScales = strategy === "channel" ? scales : new Float32Array(parts.rows).fill(scales[0]!);
    return { kind: "float8", rowScales };
  },
};

function scaleStrategy(parts: WeightParts, scale: TensorView): "channel" | "tensor" {
  const [first, ...rest] = scale.shape;
  if (first === parts.rows && (rest.length === 0 || (rest.length === 1 && rest[0] === 1))) return "channel";
  if (elementCount(scale.shape) === 1) return "tensor";
  throw weightFault(
    parts,
    `expected a scale of shape [${parts.rows}, 1], [${parts.rows}] or [1], got [${scale.shape}]`,
  );
}

function checkStrategy(parts: WeightParts, strategy: "channel" | "tensor", scale: TensorView): void {
  const declared = parts.quantization?.strategies;
  // A matrix of one row has one scale under either strategy.
  if (!declared || declared.includes(strategy) || parts.rows === 1) return;
  throw weightFault(parts, `the configuration says strategy "${declared.join('", "')}", the scale is [${scale.shape}]`);
}

function readScales(parts: WeightParts, scale: TensorView): Float32Array {
  if (!isFloatDtype(scale.dtype)) throw weightFault(parts, `expected a scale of BF16, F16 or F32, got ${scale.dtype}`);
  const scales = readFloats(scale);
  const badRow = scales.findIndex((value) => !Number.isFinite(value));
  if (badRow < 0) return scales;
  throw weightFault(parts, `expected finite scales, got ${scales[badRow]} for row ${badRow}`);
}

/** We store symmetric quantization only; a file may still carry zero points, all zero. */
function checkZeroPoint(parts: WeightParts, zeroPoint: TensorView, scale: TensorView): void {
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
