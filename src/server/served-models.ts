import { ApiError } from "./api-error.ts";
import type { ServerContext } from "./contract.ts";

/** The names under which the model may be asked for, its own first. Throws ApiError 503 before the model is loaded. */
export function servedModels(server: ServerContext): readonly string[] {
  const { modelId } = server.hermes();
  return [...new Set([modelId, ...server.options.aliases])];
}

/** Throws ApiError 404 for a name that the model does not go by. */
export function requireModel(name: string, server: ServerContext): void {
  const names = servedModels(server);
  if (names.includes(name)) return;
  const message = `There is no such model here; this server has ${names.join(", ")}.`;
  throw new ApiError(message, { status: 404, type: "invalid_request_error", code: "model_not_found", param: "model" });
}
