import { type AgentConfig, parseAgentConfig, parseMcpFile } from "../agent/index.ts";
import { type LoadedConfig, renderOrigin } from "../config/index.ts";
import { readUserFile } from "./read-input.ts";
import type { Terminal } from "./terminal.ts";

/**
 * The tools that may be used: the `agent` section, its MCP servers replaced by those of `--mcp-config` where it is given. There is no
 * other way to name a program that is started.
 */
export async function readAgentConfig(
  { values, origins }: LoadedConfig,
  mcpConfig: string | undefined,
  terminal: Terminal,
): Promise<AgentConfig> {
  const source = renderOrigin(origins.get("agent.mcpServers") ?? { type: "default" });
  const config = parseAgentConfig(values.agent, source, "agent");
  if (mcpConfig === undefined) return config;
  const { mcpServers, warnings } = parseMcpFile(await readUserFile(mcpConfig, "the MCP servers"), mcpConfig);
  for (const warning of warnings) terminal.writeError(`warning: ${warning}\n`);
  return { ...config, mcpServers };
}
