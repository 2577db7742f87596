import type { StreamPart } from "../chat/index.ts";
import { renderCallLine } from "./call-line.ts";
import type { Terminal } from "./terminal.ts";

export interface AnswerPrinterOptions {
  /** Say only that and how long the model thought. */
  readonly foldReasoning: boolean;
}

/**
 * Prints an answer as it comes: text and calls to standard output, the thought dimmed and remarks to standard error.
 * A call is one line of JSON.
 */
export class AnswerPrinter {
  readonly #terminal: Terminal;
  readonly #fold: boolean;
  /** Whether standard output stands at the start of a line. */
  #lineStart = true;
  /** Milliseconds; when the thought began. */
  #thoughtStart: number | null = null;

  constructor(terminal: Terminal, options: AnswerPrinterOptions) {
    this.#terminal = terminal;
    this.#fold = options.foldReasoning;
  }

  print(part: StreamPart): void {
    switch (part.type) {
      case "prompt-progress":
        break;
      case "reasoning-delta":
        this.#thoughtStart ??= performance.now();
        if (!this.#fold) this.#terminal.writeError(this.#terminal.dim(part.text));
        break;
      case "reasoning-end":
        this.#endThought(part.closed);
        break;
      case "text-delta":
        this.#write(part.text);
        break;
      case "tool-call":
        this.#writeLine(renderCallLine(part));
        break;
      case "tool-call-invalid":
        this.#remark(`the model wrote a tool call that is none (${part.reason}): ${part.raw}`);
        break;
      case "diagnostic":
        this.#remark(part.message);
        break;
      case "finish":
        if (part.thinkingBudgetReached) this.#remark("the thinking budget ended the thought");
        if (part.reason === "length") this.#remark("cut off: the token limit is reached");
        this.endLine();
        break;
      default:
        part satisfies never;
    }
  }

  /** Ends a line that standard output has begun. */
  endLine(): void {
    if (!this.#lineStart) this.#write("\n");
  }

  #endThought(closed: boolean): void {
    if (this.#fold) {
      const seconds = this.#thoughtStart === null ? 0 : (performance.now() - this.#thoughtStart) / 1000;
      this.#remark(`thought for ${seconds.toFixed(1)} s, /show prints it`);
    } else if (this.#thoughtStart !== null) {
      this.#terminal.writeError("\n");
    }
    if (!closed) this.#remark("the answer ended inside the thought");
    else if (this.#terminal.watched && this.#terminal.outputWatched) this.#terminal.writeError("\n");
  }

  #remark(text: string): void {
    this.endLine();
    this.#terminal.writeError(`${this.#terminal.dim(`(${text})`)}\n`);
  }

  #writeLine(text: string): void {
    this.endLine();
    this.#write(`${text}\n`);
  }

  #write(text: string): void {
    if (text === "") return;
    this.#terminal.write(text);
    this.#lineStart = text.endsWith("\n");
  }
}
