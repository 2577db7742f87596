import { createBuiltIns } from "./built-in/index.ts";
import type { AgentConfig } from "./config/agent-config.ts";
import type { AgentSetup } from "./contract.ts";
import type { ConnectOptions } from "./mcp/connect-tools.ts";

export interface AgentSetupOptions extends ConnectOptions {
  /** Milliseconds since 1970, for the clock. Default Date.now. */
  readonly now?: () => number;
}

/** A setup with what runs behind it. */
export interface RunningAgentSetup {
  readonly setup: AgentSetup;
  /** Servers that could not be started, by name, and what else is odd. The tools of such a server are absent. */
  readonly warnings: readonly string[];
  /** Ends the processes and connections of the MCP servers. Harmless when repeated. */
  close(): Promise<void>;
}

/** Makes the tools of a configuration: built-ins, and what the MCP servers offer, which are started for it. */
export async function createAgentSetup(
  config: AgentConfig,
  options: AgentSetupOptions = {},
): Promise<RunningAgentSetup> {
  const { maxRounds, toolTimeoutMs, resultLength, builtIns, mcpServers } = config;
  const ours = createBuiltIns(builtIns, options.now ?? Date.now);
  const limits = { maxRounds, toolTimeoutMs, resultLength };
  if (Object.values(mcpServers).every(({ disabled }) => disabled)) {
    return { setup: { tools: ours, ...limits }, warnings: [], close: async () => {} };
  }
  const { connectTools } = await import("./mcp/connect-tools.ts");
  const taken = ours.map(({ tool }) => tool.function.name);
  const { tools, warnings, close } = await connectTools(mcpServers, { ...options, taken });
  return { setup: { tools: [...ours, ...tools], ...limits }, warnings, close };
}
