import type { SamplingDefaults } from "../contract.ts";

/** How the report samples (arXiv:2508.18255v2, section 4): tasks of reasoning and code have 40,960 tokens of context, others 32,768. */
export function reportSampling(nSamples: number, contextLength: 40_960 | 32_768): SamplingDefaults {
  return { temperature: 0.6, topP: 0.95, topK: 20, maxTokens: null, contextLength, nSamples, groupSize: 8 };
}

/** How the creative benchmarks of EQ-Bench sample, which the report kept. Unlikely tokens are cut by `MIN_P` alone. */
export function creativeSampling(nSamples: number): SamplingDefaults {
  return { ...reportSampling(nSamples, 32_768), temperature: 0.7, topP: 1, topK: 0 };
}

export const MIN_P = { minP: 0.1 };
