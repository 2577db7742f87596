import { existsSync } from "node:fs";
import { join } from "node:path";
import { HermesError } from "../../errors.ts";
import { ConfigFields } from "../config/config-fields.ts";
import { CONFIG_FILE } from "../config/read-model-config.ts";
import { readJsonFile } from "../json/read-json-file.ts";
import { quoteName } from "../quote-name.ts";
import { parseCompressedTensors } from "./compressed-tensors.ts";

/** What a configuration says about the quantized weights of a model; the tensors must agree. */
export interface QuantizationConfig {
  readonly method: "compressed-tensors";
  /** How many scales a weight has: one a row, or one in all. Any of these may stand in the file. */
  readonly strategies: readonly ("channel" | "tensor")[];
  /** Modules left plain: names, or "re:" patterns. They explain, and never override a tensor's dtype. */
  readonly ignore: readonly string[];
}

/** Parsers by `quant_method`. A new method is one file and one row. */
const methods: Readonly<Record<string, (fields: ConfigFields) => QuantizationConfig>> = {
  "compressed-tensors": parseCompressedTensors,
};

/** Where modelopt keeps its settings, beside config.json. */
const MODELOPT_FILE = "hf_quant_config.json";

/**
 * Reads `quantization_config`, or the older `compression_config`, of `config.json` in `folder`; null when the model is
 * not quantized. The result is frozen.
 * @throws HermesError "file-missing", "file-invalid", "config-invalid" or "unsupported" (naming method or format).
 */
export function readQuantizationConfig(folder: string): QuantizationConfig | null {
  if (existsSync(join(folder, MODELOPT_FILE))) throw unsupportedMethod(join(folder, MODELOPT_FILE), "modelopt");
  const path = join(folder, CONFIG_FILE);
  const config = new ConfigFields(path, readJsonFile(path));
  const fields = config.optionalObject("quantization_config") ?? config.optionalObject("compression_config");
  if (!fields) return null;
  const method = fields.string("quant_method");
  const parse = Object.hasOwn(methods, method) ? methods[method] : undefined;
  if (!parse) throw unsupportedMethod(path, method);
  return Object.freeze(parse(fields));
}

function unsupportedMethod(path: string, method: string): HermesError {
  const supported = Object.keys(methods);
  const what = `quantization method ${quoteName(method)}`;
  const message = `${path}: ${what} is not supported. Choose a checkpoint without one, or with ${supported.join(", ")}.`;
  return new HermesError("unsupported", message, { what, supported });
}
