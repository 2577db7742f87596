export type { TrainingKernels } from "./contract.ts";
export { type CompiledTrainingKernels, compileTrainingKernels, createTrainingKernels } from "./load.ts";
