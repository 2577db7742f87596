import { ApiError } from "../api-error.ts";
import { errorResponse } from "../app/error-response.ts";
import type { Route } from "../contract.ts";

/** The process lives and answers; see /ready for the model. */
function alive(path: string): Route {
  return {
    method: "GET",
    path,
    summary: "Whether the server lives.",
    open: true,
    handle: () => Response.json({ status: "ok" }),
  };
}

export const healthRoutes: readonly Route[] = [alive("/health"), alive("/v1/health")];

export const readyRoute: Route = {
  method: "GET",
  path: "/ready",
  summary: "Whether the model is loaded; 503 with the progress until it is.",
  open: true,
  handle(_request, server) {
    try {
      server.hermes();
      return Response.json({ status: "ready" });
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      const { state } = server;
      const progress = state.status === "loading" && state.progress;
      if (!progress) return errorResponse(error, { status: state.status });
      const { stage, loadedBytes, totalBytes } = progress;
      return errorResponse(error, { status: state.status, progress: { stage, done: loadedBytes, total: totalBytes } });
    }
  },
};
