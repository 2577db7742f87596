export type { AgentPart, AgentSetup, AgentTool, ChatClient, ToolResult } from "./contract.ts";
