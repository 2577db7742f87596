import { open } from "node:fs/promises";
import { HermesError } from "../../errors.ts";
import { withoutMark } from "../read-input.ts";
import type { Terminal } from "../terminal.ts";
import { checkBatchLine } from "./check-batch.ts";
import { loadTables } from "./load-tables.ts";

/** Answers each line of a file as it comes, with one line. Throws file-missing for what cannot be opened or read. */
export async function checkBatchFile(path: string, tokenizer: string, terminal: Terminal): Promise<void> {
  const unreadable = (cause: Error): never => {
    throw new HermesError("file-missing", `cannot read the batch ${path}: ${cause.message}.`, { path }, { cause });
  };
  const file = await open(path).catch(unreadable);
  const { compiler, vocabulary } = await loadTables(tokenizer);
  const lines = linesOf(file.createReadStream({ encoding: "utf8" }));
  for (;;) {
    const { value: line, done } = await lines.next().catch(unreadable);
    if (done === true) return;
    if (line.trim() !== "") terminal.write(`${JSON.stringify(checkBatchLine(line, compiler, vocabulary))}\n`);
  }
}

/** Lines end at line feeds only: JSON strings may hold U+2028 and U+2029, at which readers of lines break as well. */
async function* linesOf(chunks: AsyncIterable<string>): AsyncGenerator<string> {
  let parts: string[] = [];
  for await (const chunk of chunks) {
    const [first = "", ...others] = chunk.split("\n");
    parts.push(first);
    for (const other of others) {
      yield withoutMark(parts.join(""));
      parts = [other];
    }
  }
  yield withoutMark(parts.join(""));
}
