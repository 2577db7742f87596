import { HermesError } from "../../errors.ts";
import { quoteName } from "../quote-name.ts";
import type { ConfigFields, NumberRange } from "./config-fields.ts";
import type { ModelConfig, RopeScaling } from "./model-config.ts";

const THETA: NumberRange = { minimum: 1, maximum: 1e15 };
const FACTOR: NumberRange = { minimum: 1, maximum: 1e6 };
const FREQUENCY_FACTOR: NumberRange = { minimum: 1e-6, maximum: 1e6 };
const CONTEXT: NumberRange = { minimum: 1, maximum: 2 ** 31 };

/**
 * Reads the rotary embedding in both spellings: `rope_theta` with `rope_scaling`, and the newer `rope_parameters`, which
 * holds both and wins where both stand.
 */
export function parseRope(fields: ConfigFields): Pick<ModelConfig, "ropeTheta" | "ropeScaling"> {
  const parameters = fields.optionalObject("rope_parameters");
  const holder = parameters?.has("rope_theta") ? parameters : fields;
  return {
    ropeTheta: holder.number("rope_theta", THETA),
    ropeScaling: parseRopeScaling(parameters ?? fields.optionalObject("rope_scaling")),
  };
}

function parseRopeScaling(fields: ConfigFields | undefined): RopeScaling | null {
  if (!fields) return null;
  const type = fields.optionalString("rope_type") ?? fields.optionalString("type") ?? "default";
  if (type === "default") return null;
  if (type === "llama3") return parseLlama3Scaling(fields);
  const what = `rope_type ${quoteName(type)}`;
  const supported = ["default", "llama3"];
  const message = `${fields.path}: ${what} is not supported; supported: ${supported.join(", ")}.`;
  throw new HermesError("unsupported", message, { what, supported });
}

function parseLlama3Scaling(fields: ConfigFields): RopeScaling {
  const lowFrequencyFactor = fields.number("low_freq_factor", FREQUENCY_FACTOR);
  const highFrequencyFactor = fields.number("high_freq_factor", FREQUENCY_FACTOR);
  // The blend divides by the difference.
  if (highFrequencyFactor <= lowFrequencyFactor) {
    throw fields.invalid("high_freq_factor", `more than low_freq_factor (${lowFrequencyFactor})`);
  }
  return Object.freeze({
    type: "llama3",
    factor: fields.number("factor", FACTOR),
    lowFrequencyFactor,
    highFrequencyFactor,
    originalContextLength: fields.integer("original_max_position_embeddings", CONTEXT),
  });
}
