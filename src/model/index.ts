export type { CacheInfo, LanguageModel, LogitsWanted, SequenceStep } from "./contract.ts";
export { BLOCK_TOKENS, type LoadModelOptions, loadModel } from "./load-model.ts";
export { rotaryFrequencies } from "./rope.ts";
export type { ThreadModelOptions } from "./thread/protocol.ts";
export { ThreadModel } from "./thread/thread-model.ts";
export { expectedWeights, type WeightShape } from "./weight-names.ts";
export type { WeightProgress } from "./weights.ts";
