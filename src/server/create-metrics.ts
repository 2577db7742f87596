import type { ServerContext } from "./contract.ts";
import type { AnswerMetrics, ServerMetrics } from "./metrics.ts";

const nothing: AnswerMetrics = { tokensArrived() {}, finished() {} };

/** What answers report to; without `enabled` nothing is counted. */
export function createMetrics(_enabled: boolean, _server: Pick<ServerContext, "state">): ServerMetrics {
  return { answerStarted: () => nothing, render: async () => "", contentType: "text/plain" };
}
