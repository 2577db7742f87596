import { HermesError } from "../../errors.ts";
import type { McpServerConfig } from "./agent-config.ts";
import { Fields } from "./fields.ts";
import { parseMcpServers } from "./parse-mcp-server.ts";

export interface McpFile {
  readonly mcpServers: Readonly<Record<string, McpServerConfig>>;
  /** Names what else stands in the file: other programs keep settings of their own beside their servers. */
  readonly warnings: readonly string[];
}

/** Reads the text of a file `{"mcpServers": {…}}` as MCP clients share it. Throws HermesError "config-invalid". */
export function parseMcpFile(text: string, source: string): McpFile {
  const fields = new Fields(parseJson(text, source), source, "");
  if (!fields.has("mcpServers")) {
    throw fields.error("", 'expected {"mcpServers": {"NAME": {"command": …, "args": […]}}}');
  }
  const others = fields.names.filter((name) => name !== "mcpServers");
  const warnings = others.length === 0 ? [] : [`${source}: only mcpServers is read; ${others.join(", ")} is not`];
  return { mcpServers: parseMcpServers(fields.get("mcpServers"), source), warnings };
}

function parseJson(text: string, source: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const message = `${source}: expected JSON: ${cause instanceof Error ? cause.message : String(cause)}.`;
    throw new HermesError("config-invalid", message, { path: source }, { cause });
  }
}
