export {
  type AgentConfig,
  type BuiltInName,
  builtInNames,
  type HttpServerConfig,
  type McpServerConfig,
  type StdioServerConfig,
} from "./config/agent-config.ts";
export { parseAgentConfig } from "./config/parse-agent-config.ts";
export { type McpFile, parseMcpFile } from "./config/parse-mcp-file.ts";
export type {
  AgentFinishReason,
  AgentPart,
  AgentSetup,
  AgentTool,
  ApprovalAnswer,
  ApprovalRequest,
  Approve,
  ChatClient,
  ToolOutcome,
  ToolResult,
} from "./contract.ts";
export { type AgentSetupOptions, createAgentSetup, type RunningAgentSetup } from "./create-agent-setup.ts";
export { answerTurn } from "./loop/answer-turn.ts";
export { type AgentOptions, runAgent } from "./loop/run-agent.ts";
