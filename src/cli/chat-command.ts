import type { Command } from "commander";
import { addGenerationOptions } from "./flags.ts";
import { fillFlags, readConfig } from "./read-config.ts";
import type { Terminal } from "./terminal.ts";

interface ToolOptions {
  readonly agent?: boolean;
  readonly mcpConfig?: string;
}

export function addChatCommand(program: Command, terminal: Terminal): void {
  const command = program.command("chat").description("talk with the model; /help lists the commands");
  addGenerationOptions(command, false)
    .option("--agent", "run tools for the model: built-in ones, and those of the configuration's MCP servers")
    .option("--mcp-config <file>", 'as --agent, with the MCP servers of this file: {"mcpServers": {…}}')
    .action(async (_options: object, chat: Command) => {
      const { createChatTools } = await import("./chat/create-chat-tools.ts");
      const { runChat } = await import("./chat/run-chat.ts");
      const config = await readConfig(chat, terminal);
      const { agent, mcpConfig } = chat.opts<ToolOptions>();
      const runnable = createChatTools(config, mcpConfig, terminal);
      const flags = fillFlags(chat, config, false);
      await runChat({ flags, runnable, terminal, runsTools: agent === true || mcpConfig !== undefined });
    });
}
