/** Meta's fbgemm_fp8: one scale a row; activations, which stay as they are here, would be capped at `activation_scale_ub`. */
import type { ConfigFields } from "../config/config-fields.ts";
import type { QuantizationConfig } from "./quantization-config.ts";

export function parseFbgemm(fields: ConfigFields): QuantizationConfig {
  return {
    method: "fbgemm_fp8",
    strategies: Object.freeze(["channel"] as const),
    blockSize: null,
    ignore: fields.optionalStrings("modules_to_not_convert") ?? [],
  };
}
