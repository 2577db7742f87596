import type { Interface } from "node:readline/promises";
import type { AgentPart, AgentSetup } from "../../agent/index.ts";
import type { FinishPart } from "../../chat/index.ts";
import { isHermesError } from "../../errors.ts";
import { perSecond } from "../answer-json.ts";
import { AnswerPrinter } from "../answer-printer.ts";
import type { Terminal } from "../terminal.ts";
import { AgentPrinter } from "./agent-printer.ts";
import { createApprover } from "./ask-approval.ts";
import type { Conversation } from "./conversation.ts";
import { runSlashCommand } from "./slash-commands.ts";

/** Reads what the user types and answers it, until /exit or the end of the input. */
export class ChatLoop {
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
    this.#answering = new AbortController();
    const { setup } = this.#conversation.runnable;
    try {
      if (setup === null) await this.#answerPlainly(message, this.#answering.signal);
      else await this.#answerWithTools(message, setup, this.#answering.signal);
      if (this.#conversation.openCalls > 0) this.#say("give the result with /tool TEXT");
    } finally {
      this.#answering = null;
    }
  }

  async #answerPlainly(message: string | null, signal: AbortSignal): Promise<void> {
    const printer = new AnswerPrinter(this.#terminal, { foldReasoning: this.#conversation.settings.fold });
    try {
      const { finish } = await this.#conversation.answer(message, (part) => printer.print(part), signal);
      if (finish.reason === "cancelled") this.#say("stopped; this turn is forgotten");
      else this.#sayFigures(finish);
    } finally {
      printer.endLine();
    }
  }

  async #answerWithTools(message: string | null, setup: AgentSetup, signal: AbortSignal): Promise<void> {
    const printer = new AgentPrinter(this.#terminal, { foldReasoning: this.#conversation.settings.fold });
    const approve = createApprover(this.#lines, this.#terminal, this.#conversation.alwaysAllowed);
    const show = (part: AgentPart) => {
      printer.print(part);
      if (part.type === "stream-part" && part.part.type === "finish") this.#sayFigures(part.part);
    };
    try {
      const { reason, messages } = await this.#conversation.answerWithTools(message, setup, approve, show, signal);
      if (reason !== "cancelled") return;
      this.#say(messages.length === 0 ? "stopped; this turn is forgotten" : "stopped; what the tools did is kept");
    } finally {
      printer.endLine();
    }
  }

  #sayFigures({ reason, usage, timings }: FinishPart): void {
    if (reason === "cancelled" || !this.#terminal.watched) return;
    const rate = perSecond(usage.completionTokens, timings.decodeMs);
    const figures = `${usage.completionTokens} tokens, ${usage.reasoningTokens} of them thought`;
    this.#say(rate === null ? figures : `${figures}, ${rate} tokens/s`);
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
