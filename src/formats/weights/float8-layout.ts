import type { TensorView } from "../safetensors/tensor-view.ts";
import { checkZeroPoint } from "./check-zero-point.ts";
import { readScales } from "./read-scales.ts";
import { blockSizeOf, scaleStrategy } from "./scale-strategy.ts";
import { weightFault } from "./weight-fault.ts";
import type { WeightLayout, WeightParts } from "./weight-layout.ts";

/**
 * float8 e4m3fn beside its scales: one a row ([rows, 1] or [rows]), one for the whole tensor (repeated here for every row), or
 * one a block of rows and columns. They are called `weight_scale` by compressed-tensors, AutoFP8, modelopt and fbgemm, and
 * `weight_scale_inv` by the fine-grained form; under both names the value is stored * scale.
 */
export const float8Layout: WeightLayout = {
  name: "F8_E4M3 with weight_scale or weight_scale_inv [rows, 1], [rows], [1] or [row blocks, column blocks]",
  matches({ weight, siblings }) {
    const hasScale = siblings.has("weight_scale") || siblings.has("weight_scale_inv");
    return weight.dtype === "F8_E4M3" && hasScale && !siblings.has("weight_scale_2");
  },
  readDtype(parts) {
    const scale = findScale(parts);
    const strategy = scaleStrategy(parts, scale);
    const zeroPoint = parts.siblings.get("weight_zero_point");
    if (zeroPoint) checkZeroPoint(parts, zeroPoint, scale);
    const scales = readScales(parts, scale);
    if (strategy === "channel") return { kind: "float8", rowScales: scales };
    if (strategy === "tensor") return { kind: "float8", rowScales: new Float32Array(parts.rows).fill(scales[0]!) };
    const [blockRows, blockColumns] = blockSizeOf(parts);
    return { kind: "float8-blocks", blockRows, blockColumns, blockScales: scales };
  },
};

function findScale(parts: WeightParts): TensorView {
  const [scale, inverse] = [parts.siblings.get("weight_scale"), parts.siblings.get("weight_scale_inv")];
  if (scale && inverse) throw weightFault(parts, "expected weight_scale or weight_scale_inv beside it, found both");
  return (scale ?? inverse)!;
}
