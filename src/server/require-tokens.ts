import type { TokenAccess } from "../hermes.ts";
import { ApiError } from "./api-error.ts";
import type { ServerContext } from "./contract.ts";

/** The model's tokenizer. Throws ApiError 422 where it is elsewhere, 503 before the model is loaded. */
export function requireTokens(server: ServerContext): TokenAccess {
  const { tokens } = server.hermes();
  if (tokens !== null) return tokens;
  const message = "The model runs behind another endpoint, which keeps its tokenizer to itself.";
  throw new ApiError(message, { status: 422, type: "invalid_request_error", code: "tokenizer_elsewhere" });
}
