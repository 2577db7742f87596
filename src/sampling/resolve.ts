import { HermesError } from "../errors.ts";
import type { SamplingOptions } from "./options.ts";

/** Sampling with every field decided. */
export interface ResolvedSampling {
  readonly temperature: number;
  readonly topP: number;
  readonly topK: number;
  readonly minP: number;
  readonly repetitionPenalty: number;
  readonly presencePenalty: number;
  readonly frequencyPenalty: number;
  readonly logitBias: ReadonlyMap<number, number>;
  /** Null: nobody asked for a reproducible answer. */
  readonly seed: number | null;
}

/** What a checkpoint's generation_config.json may say about sampling. */
export type SamplingDefaults = Pick<SamplingOptions, "temperature" | "topP" | "topK" | "minP" | "repetitionPenalty"> & {
  /** False asks for greedy decoding, whatever the temperature beside it says. */
  readonly doSample?: boolean;
};

/** Temperature, top-p and top-k from the model card of Hermes 4; the rest is off. */
export const CARD_SAMPLING: ResolvedSampling = Object.freeze({
  temperature: 0.6,
  topP: 0.95,
  topK: 20,
  minP: 0,
  repetitionPenalty: 1,
  presencePenalty: 0,
  frequencyPenalty: 0,
  logitBias: new Map<number, number>(),
  seed: null,
});

type NumberField = Exclude<keyof ResolvedSampling, "logitBias" | "seed">;

interface Range {
  readonly low: number;
  readonly high: number;
  readonly lowExcluded?: true;
  readonly whole?: true;
}

const RANGES: Readonly<Record<NumberField, Range>> = {
  temperature: { low: 0, high: 100 },
  topP: { low: 0, high: 1, lowExcluded: true },
  topK: { low: 0, high: 2 ** 31 - 1, whole: true },
  minP: { low: 0, high: 1 },
  // Logits are divided by it: closer to 0 they would leave the range of float32.
  repetitionPenalty: { low: 0.01, high: 100 },
  presencePenalty: { low: -2, high: 2 },
  frequencyPenalty: { low: -2, high: 2 },
};

/** Beyond +-100 a bias decides the draw alone, so a larger one can only be a mistake (the range OpenAI uses). */
const LARGEST_BIAS = 100;

/**
 * Decides every sampling field: the request wins over the checkpoint's generation_config.json, which wins over the
 * model card (0.6 / 0.95 / 20). Throws HermesError "usage" naming the field that is out of range.
 */
export function resolveSampling(request: SamplingOptions = {}, defaults: SamplingDefaults = {}): ResolvedSampling {
  const { doSample, ...given } = defaults;
  const checkpoint = doSample === false ? { ...given, temperature: 0 } : given;
  const decide = (field: NumberField): number => {
    const fallback = (checkpoint as SamplingOptions)[field] ?? CARD_SAMPLING[field];
    return requireInRange(field, request[field] ?? fallback, RANGES[field]);
  };
  return {
    temperature: decide("temperature"),
    topP: decide("topP"),
    topK: decide("topK"),
    minP: decide("minP"),
    repetitionPenalty: decide("repetitionPenalty"),
    presencePenalty: decide("presencePenalty"),
    frequencyPenalty: decide("frequencyPenalty"),
    logitBias: parseLogitBias(request.logitBias ?? {}),
    seed: request.seed === undefined ? null : requireInRange("seed", request.seed, SEED_RANGE),
  };
}

const SEED_RANGE: Range = { low: Number.MIN_SAFE_INTEGER, high: Number.MAX_SAFE_INTEGER, whole: true };

function parseLogitBias(bias: Readonly<Record<number, number>>): ReadonlyMap<number, number> {
  const parsed = new Map<number, number>();
  for (const [key, value] of Object.entries(bias)) {
    const token = requireInRange("logitBias token id", Number(key), { low: 0, high: 2 ** 31 - 1, whole: true });
    parsed.set(token, requireInRange(`logitBias of token ${key}`, value, { low: -LARGEST_BIAS, high: LARGEST_BIAS }));
  }
  return parsed;
}

function requireInRange(field: string, value: number, range: Range): number {
  const fits =
    typeof value === "number" &&
    value <= range.high &&
    (range.lowExcluded ? value > range.low : value >= range.low) &&
    (!range.whole || Number.isInteger(value));
  if (fits) return value;
  const kind = range.whole ? "a whole number" : "a number";
  const open = range.lowExcluded ? "above" : "from";
  throw new HermesError(
    "usage",
    `${field} is ${JSON.stringify(value) ?? String(value)}; expected ${kind} ${open} ${range.low} to ${range.high}.`,
    { argument: field },
  );
}
