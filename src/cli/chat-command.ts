import type { Command } from "commander";
import { answerOnce } from "./answer-once.ts";
import { addGenerationOptions, type GenerationFlags } from "./flags.ts";
import { readAll } from "./read-input.ts";
import type { Terminal } from "./terminal.ts";

export function addChatCommand(program: Command, terminal: Terminal): void {
  const command = program.command("chat").description("talk with the model; /help lists the commands");
  addGenerationOptions(command, false).action(async (flags: GenerationFlags) => chat(flags, terminal));
}

/** `npm start`: thinks by default, and answers once when there is something to answer. */
export function addStartCommand(program: Command, terminal: Terminal, setExitCode: (code: number) => void): void {
  const command = program
    .command("start")
    .description("with a prompt or piped input: answer once; else talk. Thinks unless --no-thinking")
    .argument("[prompt...]", "the prompt");
  addGenerationOptions(command, true).action(async (words: string[], flags: GenerationFlags) => {
    const prompt = words.length > 0 ? words.join(" ") : terminal.interactive ? null : await readAll(terminal.input);
    if (prompt === null) return chat(flags, terminal);
    if (prompt.trim() !== "") return setExitCode(await answerOnce(prompt, flags, terminal));
    terminal.writeError('nothing was asked; try npm start -- "What is 17 + 25?"\n');
  });
}

async function chat(flags: GenerationFlags, terminal: Terminal): Promise<void> {
  const { runChat } = await import("./chat/run-chat.ts");
  await runChat(flags, terminal);
}
