import type { Command } from "commander";
import { addGenerationOptions } from "./flags.ts";
import { readGenerationFlags } from "./read-config.ts";
import type { Terminal } from "./terminal.ts";

export function addChatCommand(program: Command, terminal: Terminal): void {
  const command = program.command("chat").description("talk with the model; /help lists the commands");
  addGenerationOptions(command, false).action(async (_options: object, chat: Command) => {
    const { runChat } = await import("./chat/run-chat.ts");
    await runChat(await readGenerationFlags(chat, terminal, false), terminal);
  });
}
