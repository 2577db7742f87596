export { checkRequest } from "./check-request.ts";
export type { EngineEvent, EngineFinishReason, EngineStats, GenerateRequest, SpeculationMode } from "./contract.ts";
export { Engine, type EngineOptions } from "./engine.ts";
export { toHermesError } from "./failures.ts";
export { Sequence } from "./sequence.ts";
export { Drafter } from "./speculation/drafter.ts";
export type { TokenController } from "./token-controller.ts";
