export { ApiError, type ApiErrorFacts, badRequest, type ErrorBody, errorBody } from "./api-error.ts";
export type { Caller, ModelState, Route, RouteRequest, RunningAnswer, ServerContext } from "./contract.ts";
export type { ServerLog } from "./log.ts";
export type { ServerDefaults, ServerLimits, ServerOptions, StoredKey } from "./options.ts";
export { defaultServerOptions, type GivenServerOptions, resolveServerOptions } from "./resolve-options.ts";
export { type CloseModel, type LoadModel, type RunningServer, startServer } from "./start-server.ts";
