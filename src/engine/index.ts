export type { EngineEvent, EngineFinishReason, GenerateRequest } from "./contract.ts";
export { Engine } from "./engine.ts";
export type { TokenController } from "./token-controller.ts";
