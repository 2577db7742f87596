import { join } from "node:path";
import { HermesError } from "../../errors.ts";
import { readJsonFile } from "../json/read-json-file.ts";
import { quoteName } from "../quote-name.ts";
import { ConfigFields } from "./config-fields.ts";
import { type DecoderFamily, parseDecoderConfig } from "./decoder-config.ts";
import type { ModelConfig } from "./model-config.ts";

/** Model families by the `model_type` of config.json. A new family is one row. */
const families: Readonly<Record<string, DecoderFamily>> = {
  llama: { modelType: "llama", architecture: "LlamaForCausalLM", queryKeyNorm: false, defaultHeadDim: null },
  qwen3: { modelType: "qwen3", architecture: "Qwen3ForCausalLM", queryKeyNorm: true, defaultHeadDim: 128 },
};

/** Name of the file that describes a model. */
export const CONFIG_FILE = "config.json";

/**
 * Reads and checks `config.json` in `folder`. The result is frozen.
 * @throws HermesError "file-missing", "file-invalid", "config-invalid" (naming the field) or "unsupported".
 */
export function readModelConfig(folder: string): ModelConfig {
  const path = join(folder, CONFIG_FILE);
  const fields = new ConfigFields(path, readJsonFile(path));
  const modelType = fields.string("model_type");
  const family = Object.hasOwn(families, modelType) ? families[modelType] : undefined;
  if (family) return parseDecoderConfig(fields, family);
  const supported = Object.keys(families);
  const what = `model_type ${quoteName(modelType)}`;
  const message = `${path}: ${what} is not supported. Choose a model of a known type: ${supported.join(", ")}.`;
  throw new HermesError("unsupported", message, { what, supported });
}
