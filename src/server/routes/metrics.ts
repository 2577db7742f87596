import { ApiError } from "../api-error.ts";
import type { Route } from "../contract.ts";

export const metricsRoute: Route = {
  method: "GET",
  path: "/metrics",
  summary: "Figures in Prometheus text, where the server's operator wants them.",
  async handle(_request, { metrics, options }) {
    if (!options.metrics) {
      const message = "This server serves no metrics; its operator can switch them on with the option metrics.";
      throw new ApiError(message, { status: 404, type: "invalid_request_error", code: "metrics_off" });
    }
    return new Response(await metrics.render(), { headers: { "content-type": metrics.contentType } });
  },
};
