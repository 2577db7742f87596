import type { SamplingOptions } from "../../../hermes.ts";
import { badRequest } from "../../api-error.ts";

/** The sampling fields as bodies have them; see fields/sampling-fields.ts. */
interface SamplingBody {
  readonly temperature?: number;
  readonly top_p?: number;
  readonly top_k?: number;
  readonly min_p?: number;
  readonly seed?: number;
  readonly presence_penalty?: number;
  readonly frequency_penalty?: number;
  readonly repetition_penalty?: number;
  readonly logit_bias?: Readonly<Record<string, number>>;
}

/**
 * How a checked body asks tokens to be drawn, over the server's defaults. Throws ApiError 400 for a bias of a token outside the
 * vocabulary, where that is known.
 */
export function readSampling(
  body: Readonly<Record<string, unknown>>,
  defaults: SamplingOptions,
  vocabularySize: number | null,
): SamplingOptions {
  const given = body as SamplingBody;
  const stranger = Object.keys(given.logit_bias ?? {}).find((token) => Number(token) >= (vocabularySize ?? Infinity));
  if (stranger !== undefined) {
    const message = `logit_bias.${stranger}: the vocabulary has ${vocabularySize} tokens, from 0.`;
    throw badRequest(message, `logit_bias.${stranger}`, "invalid_value");
  }
  const asked: { readonly [Name in keyof SamplingOptions]-?: SamplingOptions[Name] | undefined } = {
    temperature: given.temperature,
    topP: given.top_p,
    // vLLM's word for all tokens is -1, ours 0.
    topK: given.top_k === undefined ? undefined : Math.max(0, given.top_k),
    minP: given.min_p,
    seed: given.seed,
    presencePenalty: given.presence_penalty,
    frequencyPenalty: given.frequency_penalty,
    repetitionPenalty: given.repetition_penalty,
    logitBias: given.logit_bias,
  };
  const said = Object.entries(asked).filter(([, value]) => value !== undefined);
  return { ...defaults, ...Object.fromEntries(said) };
}

/** The strings that end an answer, as a list. */
export function readStop(body: Readonly<Record<string, unknown>>): string[] {
  const stop = (body.stop ?? []) as string | string[];
  return typeof stop === "string" ? [stop] : stop;
}

/** The sampling of choice `index`: each choice of several has a seed of its own. */
export function samplingOfChoice(sampling: SamplingOptions, index: number): SamplingOptions {
  return sampling.seed === undefined ? sampling : { ...sampling, seed: sampling.seed + index };
}
