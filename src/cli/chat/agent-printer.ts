import type { AgentPart } from "../../agent/index.ts";
import { AnswerPrinter, type AnswerPrinterOptions } from "../answer-printer.ts";
import { renderCallLine } from "../call-line.ts";
import type { Terminal } from "../terminal.ts";
import { printableText } from "./printable-text.ts";

/** Longest result that is shown whole, in characters; the model reads all of it. */
const SHOWN_LENGTH = 1000;

/** Prints a tool loop as it goes: answers as always, calls and their results to standard error. */
export class AgentPrinter {
  readonly #terminal: Terminal;
  readonly #options: AnswerPrinterOptions;
  #answer: AnswerPrinter;

  constructor(terminal: Terminal, options: AnswerPrinterOptions) {
    this.#terminal = terminal;
    this.#options = options;
    this.#answer = new AnswerPrinter(terminal, options);
  }

  print(part: AgentPart): void {
    switch (part.type) {
      case "round-start":
        this.#answer = new AnswerPrinter(this.#terminal, this.#options);
        break;
      case "stream-part":
        // A call is a step on the way here, not the answer.
        if (part.part.type === "tool-call") this.#say(`calls ${renderCallLine(part.part)}`);
        else this.#answer.print(part.part);
        break;
      case "tool-result":
        this.#say(`${part.name} ${part.outcome}: ${cut(part.content)}`);
        break;
      case "calls-unreadable":
        this.#say(part.content);
        break;
      case "agent-finish":
        this.#printEnd(part);
        break;
      case "approval-request":
      case "approval-answer":
      case "tool-start":
        // Whoever answers sees the question, and what follows from it is the result.
        break;
      default:
        part satisfies never;
    }
  }

  /** Ends a line that standard output has begun. */
  endLine(): void {
    this.#answer.endLine();
  }

  #printEnd({ reason, rounds }: Extract<AgentPart, { type: "agent-finish" }>): void {
    if (reason === "rounds") this.#say(`stopped after ${rounds - 1} rounds of calls; say something to go on`);
  }

  #say(text: string): void {
    this.endLine();
    this.#terminal.writeError(`${this.#terminal.dim(printableText(text))}\n`);
  }
}

function cut(text: string): string {
  return text.length <= SHOWN_LENGTH ? text : `${text.slice(0, SHOWN_LENGTH)}… (${text.length} characters)`;
}
