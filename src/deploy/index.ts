/** Launch plans for engines that spread a model over GPUs and machines. Nothing is started. */

export type {
  DeploymentPlan,
  DeploymentRequest,
  EngineName,
  PlanForm,
  ReasoningMode,
} from "./deployment-plan.ts";
export { knownModelFacts, knownModels, unknownModel } from "./known-models.ts";
export type { ModelFacts } from "./model-facts.ts";
export { engines, planDeployment } from "./plan-deployment.ts";
export { readFolderFacts } from "./read-folder-facts.ts";
export { renderPlan } from "./render/render-plan.ts";
