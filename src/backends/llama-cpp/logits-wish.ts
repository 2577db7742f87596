import type { GenerateRequest } from "../../engine/index.ts";
import type { LogitsWish, StepLogits } from "./process/protocol.ts";

/** The engine looks every listed token up in a list of all; beyond this many all logits come cheaper. */
const MOST_LISTED = 64;

/** More of the largest than are needed, so that equal ones at the border are settled by our rule, the lower id. */
const FOR_EQUALS = 4;

/**
 * The fewest logits with which a draw is the same as with all of them. Of the tokens that neither bias nor penalty touches, only
 * the `topK` largest can be drawn, and a touched one may take the place of one of these at most; so as many of the largest,
 * plus the touched ones themselves, are enough. What keeps no fixed number of tokens needs all.
 * @param answerTokens tokens of the answer so far
 */
export function wishForLogits(
  { sampling, controller, promptTokens, logprobs }: GenerateRequest,
  answerTokens: readonly number[],
) {
  const keeps = sampling.temperature === 0 ? 1 : sampling.topK;
  // A probability is a share of all.
  if (controller.mask() !== null || keeps === 0 || logprobs !== undefined) return "all";
  const touched = new Set(sampling.logitBias.keys());
  const { repetitionPenalty, presencePenalty, frequencyPenalty } = sampling;
  if (repetitionPenalty !== 1) for (const token of promptTokens) touched.add(token);
  if (repetitionPenalty !== 1 || presencePenalty !== 0 || frequencyPenalty !== 0) {
    for (const token of answerTokens) touched.add(token);
  }
  if (touched.size > MOST_LISTED) return "all";
  return { top: keeps + touched.size + FOR_EQUALS, tokens: [...touched] } satisfies LogitsWish;
}

/** Lays logits out by token id; those that were not given cannot be drawn. `out` [vocabulary] */
export function layOutLogits({ tokens, values }: StepLogits, out: Float32Array): Float32Array {
  out.fill(-Infinity);
  for (let index = 0; index < tokens.length; index++) out[tokens[index]!] = values[index]!;
  return out;
}
