import { existsSync } from "node:fs";
import { join } from "node:path";
import { HermesError } from "../../errors.ts";
import { ConfigFields } from "../config/config-fields.ts";
import { CONFIG_FILE } from "../config/read-model-config.ts";
import { readJsonFile } from "../json/read-json-file.ts";
import { quoteName } from "../quote-name.ts";
import { parseCompressedTensors } from "./compressed-tensors.ts";
import { parseFbgemm } from "./fbgemm.ts";
import { parseFineGrainedFp8 } from "./fine-grained-fp8.ts";
import { parseModelopt } from "./modelopt.ts";

/** How many weights share a scale: a row, the whole tensor, or a block of rows and columns. */
export type ScaleStrategy = "channel" | "tensor" | "block";

/** What a configuration says about the quantized weights of a model; the tensors must agree. */
export interface QuantizationConfig {
  readonly method: "compressed-tensors" | "fp8" | "modelopt" | "fbgemm_fp8";
  /** Any of these may stand in the file. */
  readonly strategies: readonly ScaleStrategy[];
  /** Rows and columns of a block; null where the file gives none. */
  readonly blockSize: readonly [rows: number, columns: number] | null;
  /** Modules left plain; see `isIgnored`. They explain, and never override a tensor's dtype. */
  readonly ignore: readonly string[];
}

/** Parsers by `quant_method`. A new method is one file and one row. */
const methods: Readonly<Record<QuantizationConfig["method"], (fields: ConfigFields) => QuantizationConfig>> = {
  "compressed-tensors": parseCompressedTensors,
  fp8: parseFineGrainedFp8,
  modelopt: parseModelopt,
  fbgemm_fp8: parseFbgemm,
};

/** Where modelopt keeps its settings, beside config.json. */
const MODELOPT_FILE = "hf_quant_config.json";

/**
 * Reads `quantization_config`, or the older `compression_config`, of `config.json` in `folder`, or modelopt's own file beside it;
 * null when the model is not quantized. The result is frozen.
 * @throws HermesError "file-missing", "file-invalid", "config-invalid" or "unsupported" (naming method or format).
 */
export function readQuantizationConfig(folder: string): QuantizationConfig | null {
  const path = join(folder, CONFIG_FILE);
  const config = new ConfigFields(path, readJsonFile(path));
  const fields = config.optionalObject("quantization_config") ?? config.optionalObject("compression_config");
  if (!fields) return readModeloptFile(join(folder, MODELOPT_FILE));
  const method = fields.string("quant_method");
  if (!isMethod(method)) throw unsupportedMethod(path, method);
  return Object.freeze(methods[method](fields));
}

/** modelopt writes the file also where it quantized the cache alone; the weights then have no algorithm. */
function readModeloptFile(path: string): QuantizationConfig | null {
  if (!existsSync(path)) return null;
  const file = new ConfigFields(path, readJsonFile(path));
  const fields = file.optionalObject("quantization");
  if (!fields) throw file.invalid("quantization", "an object");
  return fields.has("quant_algo") ? Object.freeze(parseModelopt(fields)) : null;
}

function isMethod(method: string): method is QuantizationConfig["method"] {
  return Object.hasOwn(methods, method);
}

function unsupportedMethod(path: string, method: string): HermesError {
  const supported = Object.keys(methods);
  const what = `quantization method ${quoteName(method)}`;
  const message = `${path}: ${what} is not supported. Choose a checkpoint without one, or with ${supported.join(", ")}.`;
  return new HermesError("unsupported", message, { what, supported });
}
