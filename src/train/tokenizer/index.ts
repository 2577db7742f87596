export { llamaSpecialTokens } from "./special-tokens.ts";
export { type BpeTrainingOptions, type TrainedBpe, trainBpe } from "./train-bpe.ts";
