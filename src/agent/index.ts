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
