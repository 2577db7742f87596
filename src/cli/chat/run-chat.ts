import { createInterface } from "node:readline/promises";
import { readTools } from "../chat-request.ts";
import type { GenerationFlags } from "../flags.ts";
import { closeModel, loadModel } from "../load-model.ts";
import type { Terminal } from "../terminal.ts";
import { ChatLoop } from "./chat-loop.ts";
import { type ChatTools, describeTools } from "./chat-tools.ts";
import { Conversation } from "./conversation.ts";

export interface ChatOptions {
  readonly flags: GenerationFlags;
  /** What can be run for the model; closed in the end. */
  readonly runnable: ChatTools;
  /** They are run from the start, not only after /agent on. */
  readonly runsTools: boolean;
  readonly terminal: Terminal;
}

/** Talks with the user until /exit or the end of the input. */
export async function runChat({ flags, runnable, runsTools, terminal }: ChatOptions): Promise<void> {
  try {
    const tools = flags.tools === undefined ? undefined : await readTools(flags.tools);
    if (runsTools) await startTools(runnable, terminal);
    const hermes = await loadModel(flags, terminal);
    try {
      await talk(new Conversation(hermes, flags, tools, runnable), terminal);
    } finally {
      await closeModel(hermes, flags, terminal);
    }
  } finally {
    await runnable.close();
  }
}

async function startTools(runnable: ChatTools, terminal: Terminal): Promise<void> {
  for (const warning of await runnable.turnOn()) terminal.writeError(`warning: ${warning}\n`);
  if (runnable.setup !== null) terminal.writeError(`${terminal.dim(describeTools(runnable.setup))}\n`);
}

async function talk(conversation: Conversation, terminal: Terminal): Promise<void> {
  const lines = createInterface({
    input: terminal.input,
    output: terminal.output,
    terminal: terminal.interactive && terminal.outputWatched,
    prompt: terminal.interactive ? "> " : "",
  });
  try {
    await new ChatLoop(conversation, lines, terminal).run();
  } finally {
    lines.close();
  }
}
