import { createAgentSetup } from "../../agent/index.ts";
import type { LoadedConfig } from "../../config/index.ts";
import { readAgentConfig } from "../read-agent-config.ts";
import type { Terminal } from "../terminal.ts";
import { ChatTools } from "./chat-tools.ts";

/** The tools of the configuration; `mcpConfig` names a file with other MCP servers. */
export function createChatTools(config: LoadedConfig, mcpConfig: string | undefined, terminal: Terminal): ChatTools {
  return new ChatTools(async () => {
    const agentConfig = await readAgentConfig(config, mcpConfig, terminal);
    return createAgentSetup(agentConfig, { environment: terminal.environment });
  });
}
