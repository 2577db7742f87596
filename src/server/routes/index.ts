import type { Route } from "../contract.ts";
import { agentApprovals } from "./agent-approvals.ts";
import { agentChat } from "./agent-chat.ts";
import { agentTools } from "./agent-tools.ts";
import { chatCompletions } from "./chat-completions.ts";
import { completions } from "./completions.ts";
import { controlRoute } from "./control.ts";
import { detokenizeRoute } from "./detokenize.ts";
import { healthRoutes, readyRoute } from "./health.ts";
import { metricsRoute } from "./metrics.ts";
import { modelRoute, modelsRoute } from "./models.ts";
import { createOpenApiRoute } from "./openapi.ts";
import { applyTemplateRoute, inputTokensRoute } from "./prompts.ts";
import { responses } from "./responses.ts";
import { tokenizeRoute } from "./tokenize.ts";

const answering: readonly Route[] = [
  ...healthRoutes,
  readyRoute,
  metricsRoute,
  modelsRoute,
  modelRoute,
  chatCompletions,
  inputTokensRoute,
  controlRoute,
  completions,
  responses,
  tokenizeRoute,
  detokenizeRoute,
  applyTemplateRoute,
  agentTools,
  agentChat,
  agentApprovals,
];

/** All that the server answers beside the page's files. A new route is one file and one row. */
export const routes: readonly Route[] = [...answering, createOpenApiRoute(answering)];
