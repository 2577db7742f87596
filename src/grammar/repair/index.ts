export type {
  AskModel,
  RepairChange,
  RepairQuestion,
  RepairResult,
  RepairRule,
  RepairStage,
  TextEdit,
} from "./contract.ts";
export { REPAIR_LIMITS } from "./limits.ts";
export { createRepairer, type JsonRepairer, type RepairOptions, repairJson } from "./repair-json.ts";
