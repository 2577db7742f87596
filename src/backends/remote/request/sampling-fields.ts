import { HermesError } from "../../../errors.ts";
import { CARD_SAMPLING, resolveSampling, type SamplingOptions } from "../../../sampling/index.ts";
import type { JsonObject } from "../http/read-reply.ts";
import type { Preset } from "../presets.ts";

/** Fields that every OpenAI-compatible server knows. */
const COMMON = {
  temperature: "temperature",
  topP: "top_p",
  presencePenalty: "presence_penalty",
  frequencyPenalty: "frequency_penalty",
  seed: "seed",
} as const satisfies Partial<Record<keyof SamplingOptions, string>>;

/** What a server without the field does anyway. */
const OFF: Partial<Record<keyof SamplingOptions, unknown>> = { topK: 0, minP: 0, repetitionPenalty: 1 };

/**
 * The sampling fields of a request, in the endpoint's names. Where the server does not know the model's own defaults, what the request
 * leaves out is the model card's. Throws HermesError "usage" for a value out of range, or a field the endpoint does not have.
 */
export function samplingFields(preset: Preset, given: SamplingOptions = {}): JsonObject {
  resolveSampling(given);
  const names: Partial<Record<keyof SamplingOptions, string>> = { ...COMMON, ...preset.sampling };
  const { temperature, topP, topK } = CARD_SAMPLING;
  const card: SamplingOptions = { temperature, topP, ...(names.topK === undefined ? {} : { topK }) };
  const wanted = preset.usesModelDefaults ? given : { ...card, ...withoutUndefined(given) };
  const fields: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(wanted)) {
    if (value === undefined) continue;
    const field = key as keyof SamplingOptions;
    const name = names[field];
    if (name !== undefined) fields[name] = field === "topK" && value === 0 ? preset.topKOff : value;
    else if (!isOff(field, value)) throw unknownField(preset, field);
  }
  return fields;
}

function withoutUndefined(options: SamplingOptions): SamplingOptions {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}

function isOff(field: keyof SamplingOptions, value: unknown): boolean {
  return field === "logitBias" ? Object.keys(value as object).length === 0 : OFF[field] === value;
}

function unknownField(preset: Preset, field: keyof SamplingOptions): HermesError {
  const message = `sampling.${field} cannot be sent: ${preset.title} is not known to take it. Leave it out.`;
  return new HermesError("usage", message, { argument: `sampling.${field}` });
}
