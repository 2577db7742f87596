import { HermesError } from "../errors.ts";
import { createRandom, type RandomSource, randomSeed } from "./random.ts";
import type { ResolvedSampling } from "./resolve.ts";
import * as steps from "./steps.ts";

/** Draws the tokens of one sequence; it remembers what the sequence holds already. */
export interface Sampler {
  /**
   * Draws the next token. `logits` [vocabulary] is changed in place. A `mask` limits the draw, null allows everything.
   * Throws HermesError "generation-failed" when no token is left.
   */
  draw(logits: Float32Array, mask: steps.TokenMask | null): number;
  /** Tells the sampler a token was appended, drawn or forced. */
  accept(token: number): void;
}

type Step = (logits: Float32Array, mask: steps.TokenMask | null) => void;

/**
 * The sampler of one sequence. Steps in order: mask, logit bias, penalties, temperature, top-k, top-p, min-p, draw;
 * a step that would change nothing is left out. Temperature 0 is greedy and skips what follows it. Temperature does not change
 * which logits are the largest, so top-k goes before it and what follows sees a few tokens instead of a vocabulary.
 */
export function createSampler(
  sampling: ResolvedSampling,
  promptTokens: readonly number[],
  random: RandomSource = createRandom(sampling.seed ?? randomSeed()),
): Sampler {
  const seen = new Set(sampling.repetitionPenalty === 1 ? [] : promptTokens);
  const generatedCounts = new Map<number, number>();
  const pipeline = [...constraintSteps(sampling), ...penaltySteps(sampling, seen, generatedCounts)];
  const choose = sampling.temperature === 0 ? steps.drawGreedy : createChoice(sampling, random);
  return {
    draw(logits, mask) {
      for (const step of pipeline) step(logits, mask);
      const token = choose(logits);
      if (token < 0) throw nothingLeft(mask !== null);
      return token;
    },
    accept(token) {
      seen.add(token);
      generatedCounts.set(token, (generatedCounts.get(token) ?? 0) + 1);
    },
  };
}

function constraintSteps(sampling: ResolvedSampling): Step[] {
  const list: Step[] = [
    (logits, mask) => {
      if (mask !== null) steps.applyMask(logits, mask);
    },
  ];
  if (sampling.logitBias.size > 0) list.push((logits) => steps.applyLogitBias(logits, sampling.logitBias));
  return list;
}

function penaltySteps(
  { repetitionPenalty, presencePenalty, frequencyPenalty }: ResolvedSampling,
  seen: ReadonlySet<number>,
  counts: ReadonlyMap<number, number>,
): Step[] {
  const list: Step[] = [];
  if (repetitionPenalty !== 1) list.push((logits) => steps.applyRepetitionPenalty(logits, seen, repetitionPenalty));
  if (presencePenalty !== 0 || frequencyPenalty !== 0) {
    list.push((logits) => steps.applyCountPenalties(logits, counts, presencePenalty, frequencyPenalty));
  }
  return list;
}

/** Chooses a token of logits, which it changes; -1 when nothing can be drawn. */
function createChoice(sampling: ResolvedSampling, random: RandomSource): (logits: Float32Array) => number {
  const { topK } = sampling;
  const shape = shapeSteps(sampling);
  const choose = (logits: Float32Array): number => {
    for (const step of shape) step(logits);
    return steps.drawFrom(logits, random.next());
  };
  if (topK === 0) return choose;
  let [ids, few] = [new Int32Array(0), new Float32Array(0)]; // [topK], made at the first draw
  return (logits) => {
    if (topK >= logits.length) return choose(logits);
    if (ids.length === 0) [ids, few] = [new Int32Array(topK), new Float32Array(topK)];
    const kept = steps.selectTopK(logits, topK, ids).sort();
    for (let index = 0; index < kept.length; index++) few[index] = logits[kept[index]!]!;
    return kept[choose(few.subarray(0, kept.length))] ?? -1;
  };
}

function shapeSteps({ temperature, topP, minP }: ResolvedSampling): ((logits: Float32Array) => void)[] {
  let scratch = new Int32Array(0); // [logits], made at the first draw
  const room = (size: number): Int32Array => {
    if (scratch.length < size) scratch = new Int32Array(size);
    return scratch;
  };
  const list: ((logits: Float32Array) => void)[] = [];
  if (temperature !== 1) list.push((logits) => steps.applyTemperature(logits, temperature));
  if (topP < 1) list.push((logits) => steps.keepTopP(logits, topP, room(logits.length)));
  if (minP > 0) list.push((logits) => steps.keepMinP(logits, minP));
  return list;
}

function nothingLeft(masked: boolean): HermesError {
  const cause = masked ? "the constraint allows no token the model can produce" : "the model's logits are not numbers";
  return new HermesError(
    "generation-failed",
    `No token can be drawn: ${cause}. Check the checkpoint${masked ? " and the constraint" : ""}.`,
    { step: "draw" },
  );
}
