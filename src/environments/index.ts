export {
  type LabelledAnswer,
  type LabelledModel,
  labelledFile,
  labelledModels,
  readLabelledAnswers,
} from "./benchmarks/xstest.ts";
export { readAnswer } from "./completion.ts";
export type {
  CodeSandbox,
  Environment,
  GeneratedEnvironment,
  Mode,
  ModelClient,
  Random,
  SamplingDefaults,
  SandboxProgram,
  SandboxResult,
  Score,
  ScoredSample,
  Services,
  Span,
  Split,
  Trajectory,
} from "./contract.ts";
export { type DataFile, DataFolder, type DataFolderOptions } from "./data/index.ts";
export type { CategoryFigure, Figure, ItemFigure, ShareFigure } from "./figure.ts";
export {
  EVAL_SEED,
  environments,
  environmentTable,
  HELD_OUT_PER_CATEGORY,
  type HeldOutItem,
  heldOutIds,
  heldOutItems,
  itemHash,
  type Mixture,
  type MixtureOptions,
  type MixtureStatistics,
  type TrainingConversation,
  trainingConversations,
} from "./generated/index.ts";
export { createRandom } from "./random.ts";
export {
  type Detection,
  type DetectorFigures,
  detectRefusal,
  type LabelledDetection,
  measureDetector,
} from "./scoring/refusal/index.ts";
export {
  needsOf,
  type Published,
  type Task,
  type TaskGroup,
  type TaskNeed,
  type TaskOption,
  type TaskSettings,
} from "./task.ts";
export { tasks } from "./tasks.ts";
