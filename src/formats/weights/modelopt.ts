/** NVIDIA's modelopt: `quant_algo: FP8` with one scale a tensor, in config.json or in a file of its own. */
import type { ConfigFields } from "../config/config-fields.ts";
import type { QuantizationConfig } from "./quantization-config.ts";
import { refuseUnless } from "./refuse-unless.ts";

const METHOD = "modelopt";
const ALGORITHM = "FP8";

/** @throws HermesError "config-invalid", or "unsupported" for another algorithm (NVFP4, W4A8, …). */
export function parseModelopt(fields: ConfigFields): QuantizationConfig {
  refuseUnless(fields.string("quant_algo") === ALGORITHM, METHOD, fields, "quant_algo", [ALGORITHM]);
  return {
    method: METHOD,
    strategies: Object.freeze(["tensor", "channel"] as const),
    blockSize: null,
    ignore: fields.optionalStrings("exclude_modules") ?? fields.optionalStrings("ignore") ?? [],
  };
}
