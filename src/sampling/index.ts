export type { SamplingOptions } from "./options.ts";
export { createRandom, type RandomSource, randomSeed } from "./random.ts";
export { CARD_SAMPLING, type ResolvedSampling, resolveSampling, type SamplingDefaults } from "./resolve.ts";
export { createSampler, type Sampler } from "./sampler.ts";
export { type TokenScore, TokenScorer } from "./score-tokens.ts";
export type { TokenMask } from "./steps.ts";
