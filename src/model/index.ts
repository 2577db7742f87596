export { KeyValueCache } from "./key-value-cache.ts";
export type { LogitsWanted } from "./llama.ts";
export { type LanguageModel, type LoadModelOptions, loadModel } from "./load-model.ts";
export { rotaryFrequencies } from "./rope.ts";
export { expectedWeights, type WeightShape } from "./weight-names.ts";
export type { WeightProgress } from "./weights.ts";
