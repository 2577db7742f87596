import type { SamplingDefaults } from "../contract.ts";

/** How the report samples (arXiv:2508.18255v2, section 4): tasks of reasoning and code have 40,960 tokens of context, others 32,768. */
export function reportSampling(nSamples: number, contextLength: 40_960 | 32_768): SamplingDefaults {
  return { temperature: 0.6, topP: 0.95, topK: 20, maxTokens: null, contextLength, nSamples, groupSize: 8 };
}
