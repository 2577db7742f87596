import type { Command } from "commander";
import { answerOnce } from "./answer-once.ts";
import { addGenerationOptions, addOnceOptions } from "./flags.ts";
import { readGenerationFlags } from "./read-config.ts";
import { readPipedInput } from "./read-piped-input.ts";
import { refuseOptions } from "./refuse-options.ts";
import { addServerOptions } from "./serve/server-options.ts";
import type { Surroundings } from "./surroundings.ts";
import type { Terminal } from "./terminal.ts";

/** `npm start`: answers once when there is something to answer, thinking unless told otherwise; else it serves. */
export function addStartCommand(
  program: Command,
  terminal: Terminal,
  surroundings: Surroundings,
  setExitCode: (code: number) => void,
): void {
  const command = program
    .command("start")
    .description("with a prompt or piped input: answer once, thinking; else serve, as hermes serve does")
    .argument("[prompt...]", "the prompt");
  addServerOptions(addGenerationOptions(command, true)).action(
    async (words: string[], _options: object, start: Command) => {
      const prompt = words.length > 0 ? words.join(" ") : await readPipedInput(terminal);
      if (prompt.trim() !== "") {
        refuseOptions(start, addServerOptions, "answering once");
        return setExitCode(await answerOnce(prompt, await readGenerationFlags(start, terminal, true), terminal));
      }
      refuseOptions(start, addOnceOptions, "serving; requests say it");
      const { serveModel } = await import("./serve/serve-model.ts");
      setExitCode(await serveModel(start, terminal, surroundings, { nextPorts: true }));
    },
  );
}
