import type { Route } from "../contract.ts";
import { agentApprovals } from "./agent-approvals.ts";
import { agentChat } from "./agent-chat.ts";
import { agentTools } from "./agent-tools.ts";
import { chatCompletions } from "./chat-completions.ts";
import { completions } from "./completions.ts";
import { healthRoutes, readyRoute } from "./health.ts";
import { modelRoute, modelsRoute } from "./models.ts";
import { responses } from "./responses.ts";

/** All that the server answers beside the page's files. A new route is one file and one row. */
export const routes: readonly Route[] = [
  ...healthRoutes,
  readyRoute,
  modelsRoute,
  modelRoute,
  chatCompletions,
  completions,
  responses,
  agentTools,
  agentChat,
  agentApprovals,
];
