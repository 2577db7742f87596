import { join } from "node:path";
import { readJsonFileIfPresent } from "../json/read-json-file.ts";
import { ConfigFields } from "./config-fields.ts";

/** How the makers of a model want it sampled; absent fields are absent in the file. */
export interface GenerationConfig {
  /** False asks for greedy decoding. */
  readonly doSample?: boolean;
  readonly temperature?: number;
  /** (0, 1] */
  readonly topP?: number;
  /** 0 keeps all tokens. */
  readonly topK?: number;
  /** [0, 1] */
  readonly minP?: number;
  readonly repetitionPenalty?: number;
  /** Empty when the file is silent. */
  readonly eosTokenIds: readonly number[];
}

/** Values beyond this are mistakes: the draw is uniform long before. The sampler takes no more either. */
const MOST = 100;

export const GENERATION_CONFIG_FILE = "generation_config.json";

/**
 * Reads `generation_config.json` in `folder`; a folder without one gives no defaults. The result is frozen.
 * @throws HermesError "file-invalid" or "config-invalid" (naming the field).
 */
export function readGenerationConfig(folder: string): GenerationConfig {
  const path = join(folder, GENERATION_CONFIG_FILE);
  const fields = new ConfigFields(path, readJsonFileIfPresent(path) ?? {});
  const settings = {
    doSample: fields.optionalBoolean("do_sample"),
    temperature: fields.optionalNumber("temperature", { minimum: 0, maximum: MOST }),
    topP: fields.optionalNumber("top_p", { minimum: Number.MIN_VALUE, maximum: 1 }),
    topK: fields.optionalInteger("top_k", { minimum: 0, maximum: 2 ** 31 - 1 }),
    minP: fields.optionalNumber("min_p", { minimum: 0, maximum: 1 }),
    repetitionPenalty: fields.optionalNumber("repetition_penalty", { minimum: Number.MIN_VALUE, maximum: MOST }),
  };
  const given = Object.entries(settings).filter(([, value]) => value !== undefined);
  return Object.freeze({ ...Object.fromEntries(given), eosTokenIds: fields.tokenIds("eos_token_id") });
}
