import { createInterface, type Interface } from "node:readline/promises";
import { isHermesError } from "../../errors.ts";
import { perSecond } from "../answer-json.ts";
import { AnswerPrinter } from "../answer-printer.ts";
import { readTools } from "../chat-request.ts";
import type { GenerationFlags } from "../flags.ts";
import { closeModel, loadModel } from "../load-model.ts";
import type { Terminal } from "../terminal.ts";
import { Conversation } from "./conversation.ts";
import { runSlashCommand } from "./slash-commands.ts";

/** Talks with the user until /exit or the end of the input. */
export async function runChat(flags: GenerationFlags, terminal: Terminal): Promise<void> {
  const tools = flags.tools === undefined ? undefined : await readTools(flags.tools);
  const hermes = await loadModel(flags, terminal);
  const lines = createInterface({
    input: terminal.input,
    output: terminal.output,
    terminal: terminal.interactive && terminal.outputWatched,
    prompt: terminal.interactive ? "> " : "",
  });
  try {
    await new ChatLoop(new Conversation(hermes, flags, tools), lines, terminal).run();
  } finally {
    lines.close();
    await closeModel(hermes, flags, terminal);
  }
}

class ChatLoop {
  readonly #conversation: Conversation;
  readonly #lines: Interface;
  readonly #terminal: Terminal;
  /** The answer being written; Ctrl-C aborts it. */
  #answering: AbortController | null = null;
  #interruptedAtPrompt = false;
  #inputEnded = false;

  constructor(conversation: Conversation, lines: Interface, terminal: Terminal) {
    this.#conversation = conversation;
    this.#lines = lines;
    this.#terminal = terminal;
    lines.once("close", () => {
      this.#inputEnded = true;
    });
  }

  async run(): Promise<void> {
    const interrupt = () => this.#interrupt();
    // readline reports Ctrl-C of a terminal it controls; elsewhere it is a signal.
    this.#lines.on("SIGINT", interrupt);
    process.on("SIGINT", interrupt);
    try {
      this.#say(`${this.#conversation.modelId}: ask anything; /help lists the commands`);
      this.#prompt();
      for await (const line of this.#lines) {
        this.#interruptedAtPrompt = false;
        if (!(await this.#handle(line))) return;
        this.#prompt();
      }
    } finally {
      process.off("SIGINT", interrupt);
    }
  }

  /** False when the user wants to leave. A failed turn is told and the conversation goes on. */
  async #handle(line: string): Promise<boolean> {
    try {
      if (line.trim() === "") return true;
      if (!line.startsWith("/")) await this.#answer(line);
      else {
        const outcome = await runSlashCommand(this.#conversation, line);
        if (outcome.type === "exit") return false;
        if (outcome.type === "say") this.#say(outcome.text);
        else await this.#answer(null);
      }
    } catch (error) {
      if (!isHermesError(error)) throw error;
      this.#terminal.writeError(`${error.message}\n`);
    }
    return true;
  }

  async #answer(message: string | null): Promise<void> {
    const printer = new AnswerPrinter(this.#terminal, { foldReasoning: this.#conversation.settings.fold });
    this.#answering = new AbortController();
    try {
      const { finish } = await this.#conversation.answer(
        message,
        (part) => printer.print(part),
        this.#answering.signal,
      );
      const rate = perSecond(finish.usage.completionTokens, finish.timings.decodeMs);
      const figures = `${finish.usage.completionTokens} tokens, ${finish.usage.reasoningTokens} of them thought`;
      if (finish.reason === "cancelled") this.#say("stopped; this turn is forgotten");
      else if (this.#terminal.watched) this.#say(rate === null ? figures : `${figures}, ${rate} tokens/s`);
      const { openCalls } = this.#conversation;
      if (openCalls > 0) this.#say("give the result with /tool TEXT");
    } finally {
      printer.endLine();
      this.#answering = null;
    }
  }

  #interrupt(): void {
    if (this.#answering !== null) this.#answering.abort();
    else if (this.#interruptedAtPrompt) this.#lines.close();
    else this.#warnBeforeLeaving();
  }

  #warnBeforeLeaving(): void {
    this.#interruptedAtPrompt = true;
    this.#terminal.writeError("\n");
    this.#say("Ctrl-C again or /exit leaves");
    // Drop what was typed.
    if (this.#lines.terminal) this.#lines.write(null, { ctrl: true, name: "u" });
    this.#prompt();
  }

  /** Lines that came before the input ended are still being read when it has. */
  #prompt(): void {
    if (!this.#inputEnded) this.#lines.prompt();
  }

  #say(text: string): void {
    this.#terminal.writeError(`${this.#terminal.dim(text)}\n`);
  }
}
