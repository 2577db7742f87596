import { ApiError } from "../../api-error.ts";
import type { ServerContext } from "../../contract.ts";

/** Throws ApiError 404 for a name that is not the served model's; no name is as good as its own. */
export function checkModel(server: ServerContext, name: unknown): void {
  const names = [server.hermes().modelId, ...server.options.aliases];
  if (name === undefined || names.includes(name as string)) return;
  const asked = JSON.stringify(String(name).slice(0, 128));
  const message = `There is no model ${asked} here; this server has ${names.join(", ")}.`;
  throw new ApiError(message, {
    status: 404,
    type: "invalid_request_error",
    param: "model",
    code: "model_not_found",
  });
}
