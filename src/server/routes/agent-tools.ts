import { requireAgent } from "../agent/require-agent.ts";
import type { Route } from "../contract.ts";

export const agentTools: Route = {
  method: "GET",
  path: "/v1/agent/tools",
  summary: "Lists the tools that the server can run for a model.",
  handle(_, server) {
    const { tools, maxRounds } = requireAgent(server);
    const data = tools.map(({ tool, source, allowed }) => ({
      name: tool.function.name,
      description: tool.function.description ?? "",
      source,
      allowed,
    }));
    return Response.json({ object: "list", data, max_rounds: maxRounds });
  },
};
