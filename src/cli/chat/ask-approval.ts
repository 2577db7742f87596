import type { Interface } from "node:readline/promises";
import type { Approve } from "../../agent/index.ts";
import type { Terminal } from "../terminal.ts";
import { printableText } from "./printable-text.ts";

/**
 * Asks before a call, in the lines of the conversation. Tools in `always` run without; "a" puts one there. Where nobody types, nobody
 * agrees.
 */
export function createApprover(lines: Interface, terminal: Terminal, always: Set<string>): Approve {
  return async ({ name, source }, signal) => {
    if (always.has(name)) return "approved";
    if (!terminal.interactive) {
      terminal.writeError(
        `${name} of ${source} is not run: nobody can be asked; "allow" in its settings lets it run\n`,
      );
      return "refused";
    }
    const question = printableText(`Run ${name} of ${source}? y, n, or a for always: `);
    const answer = (await ask(question, lines, terminal, signal)).trim().toLowerCase();
    if (answer === "a" || answer === "always") always.add(name);
    return /^(?:y|yes|a|always)$/.test(answer) ? "approved" : "refused";
  };
}

/** An input that ends gives no answer. */
async function ask(question: string, lines: Interface, terminal: Terminal, signal: AbortSignal): Promise<string> {
  // A terminal that readline controls redraws the line with its prompt; elsewhere questions are no part of the output.
  if (!lines.terminal) terminal.writeError(question);
  const ended = Promise.withResolvers<string>();
  const end = () => ended.resolve("");
  lines.once("close", end);
  try {
    return await Promise.race([lines.question(lines.terminal ? question : "", { signal }), ended.promise]);
  } finally {
    lines.off("close", end);
  }
}
