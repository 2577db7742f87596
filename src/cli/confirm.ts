import { createInterface } from "node:readline/promises";
import type { Terminal } from "./terminal.ts";

/** Asks on standard error; true for "y" or "yes". Where nobody types, nobody agrees. */
export async function confirm(question: string, terminal: Terminal, signal: AbortSignal): Promise<boolean> {
  if (!terminal.interactive) return false;
  const lines = createInterface({ input: terminal.input });
  try {
    terminal.writeError(`${question} [y/N] `);
    // An input that ends gives no answer.
    const ended = new Promise<string>((resolve) => lines.once("close", () => resolve("")));
    const answer = await Promise.race([lines.question("", { signal }), ended]);
    return /^y(es)?$/i.test(answer.trim());
  } finally {
    lines.close();
  }
}
