import type { Command } from "commander";
import { addAnswerOptions, addModelOptions } from "../flags.ts";
import type { Surroundings } from "../surroundings.ts";
import type { Terminal } from "../terminal.ts";
import { addServerOptions } from "./server-options.ts";

export function addServeCommand(
  program: Command,
  terminal: Terminal,
  surroundings: Surroundings,
  setExitCode: (code: number) => void,
): void {
  const command = program
    .command("serve")
    .description("serve the model to OpenAI clients, and a chat page to browsers; options of answers are defaults");
  addServerOptions(addAnswerOptions(addModelOptions(command), false)).action(
    async (_options: object, serve: Command) => {
      // Imported here, so that other commands start fast.
      const { serveModel } = await import("./serve-model.ts");
      setExitCode(await serveModel(serve, terminal, surroundings, { nextPorts: false }));
    },
  );
}
