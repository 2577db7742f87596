import type { AgentSetup } from "../../agent/index.ts";
import { ApiError, badRequest } from "../api-error.ts";
import type { ServerContext } from "../contract.ts";

/** The server's tools. Throws ApiError 404 where it has none. */
export function requireAgent({ options }: ServerContext): AgentSetup {
  if (options.agent !== null && options.agent.tools.length > 0) return options.agent;
  const message =
    "This server runs no tools. Its operator can offer some: agent.builtIns and agent.mcpServers of the configuration, or --mcp-config.";
  throw new ApiError(message, { status: 404, type: "invalid_request_error", code: "no_agent" });
}

/** The tools of these names; all of them where there are no names. Throws ApiError 400 for a name that no tool has. */
export function chooseTools(setup: AgentSetup, names: readonly string[] | undefined): AgentSetup {
  if (names === undefined) return setup;
  const byName = new Map(setup.tools.map((tool) => [tool.tool.function.name, tool]));
  const tools = [...new Set(names)].map((name) => {
    const tool = byName.get(name);
    if (tool !== undefined) return tool;
    const message = `There is no tool ${JSON.stringify(name.slice(0, 64))}; there are ${[...byName.keys()].join(", ")}.`;
    throw badRequest(message, "tools", "invalid_value");
  });
  return { ...setup, tools };
}
