export type { EngineEvent, EngineFinishReason, EngineStats, GenerateRequest, SpeculationMode } from "./contract.ts";
export { Engine, type EngineOptions } from "./engine.ts";
export type { TokenController } from "./token-controller.ts";
