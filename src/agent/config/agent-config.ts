/** Tools that come with the package. */
export type BuiltInName = "calculator" | "clock";

export const builtInNames: readonly BuiltInName[] = ["calculator", "clock"];

interface McpServerBase {
  /** Tools that run without asking; true for all of them. Default none. */
  readonly allow: readonly string[] | true;
  /** Kept in the file, but not started. */
  readonly disabled: boolean;
  /** Milliseconds that starting it and listing its tools may take. Default 30,000. */
  readonly startTimeoutMs: number;
}

/** A server that runs as a process of ours and speaks over its standard input and output. */
export interface StdioServerConfig extends McpServerBase {
  readonly type: "stdio";
  readonly command: string;
  readonly args: readonly string[];
  /** Its whole environment, beside HOME, PATH, SHELL, TERM, USER and LOGNAME (on Windows their like). */
  readonly env: Readonly<Record<string, string>>;
  /** Working directory; null for ours. */
  readonly cwd: string | null;
}

/** A server behind an address (Streamable HTTP). */
export interface HttpServerConfig extends McpServerBase {
  readonly type: "http";
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

export type McpServerConfig = StdioServerConfig | HttpServerConfig;

/** The `agent` section of a configuration, whole. */
export interface AgentConfig {
  /** Built-in tools to offer; they run without asking. Default all. */
  readonly builtIns: readonly BuiltInName[];
  /** Rounds whose calls are run. Default 8. */
  readonly maxRounds: number;
  /** Milliseconds that one call may take. Default 60,000. */
  readonly toolTimeoutMs: number;
  /** Longest result the model is given, in UTF-16 code units. Default 16,000. */
  readonly resultLength: number;
  /** By name, in the usual form of MCP clients. */
  readonly mcpServers: Readonly<Record<string, McpServerConfig>>;
}
