import { MAX_FLOAT8 } from "../floats/float8.ts";
import { readScales } from "./read-scales.ts";
import { scaleStrategy } from "./scale-strategy.ts";
import { weightFault } from "./weight-fault.ts";
import type { WeightLayout } from "./weight-layout.ts";

/**
 * The older form of modelopt: the bytes of float8 e4m3fn under the name of int8, and beside them the largest magnitude of the
 * tensor, or of each row, before it was quantized. scale = amax / 448.
 */
export const amaxLayout: WeightLayout = {
  name: "I8 or F8_E4M3 with weight_quantizer._amax",
  matches({ weight, siblings }) {
    const isAlone = siblings.size === 1 && siblings.has("weight_quantizer._amax");
    return (weight.dtype === "I8" || weight.dtype === "F8_E4M3") && isAlone;
  },
  readDtype(parts) {
    const amax = parts.siblings.get("weight_quantizer._amax")!;
    const strategy = scaleStrategy(parts, amax);
    if (strategy === "block") throw weightFault(parts, `expected one amax, or one a row, got [${amax.shape}]`);
    const scales = readScales(parts, amax).map((value) => value / MAX_FLOAT8);
    if (scales.some((scale) => scale < 0)) throw weightFault(parts, "expected an amax of at least 0");
    return {
      kind: "float8",
      rowScales: strategy === "channel" ? scales : new Float32Array(parts.rows).fill(scales[0]!),
    };
  },
};
