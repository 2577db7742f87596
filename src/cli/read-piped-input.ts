import type { Readable } from "node:stream";
import { readAll } from "./read-input.ts";
import type { Terminal } from "./terminal.ts";

/** A service manager may leave a pipe open that nobody will ever write to. */
const PATIENCE_MS = 1500;

/**
 * What was piped in; empty where somebody types, where the input is empty, and where a pipe stays silent for `patienceMs`, which is told.
 */
export async function readPipedInput(terminal: Terminal, patienceMs: number = PATIENCE_MS): Promise<string> {
  if (terminal.interactive) return "";
  if (await hasBegun(terminal.input, patienceMs)) return readAll(terminal.input);
  leave(terminal.input);
  terminal.writeError("nothing came on standard input; not waiting for it\n");
  return "";
}

/** True once there is something to read or the input is over; false after `patienceMs`. */
function hasBegun(input: Readable, patienceMs: number): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const begun = () => resolve(true);
  const timer = setTimeout(() => resolve(false), patienceMs);
  for (const event of ["readable", "end", "error"]) input.once(event, begun);
  return promise.finally(() => {
    clearTimeout(timer);
    for (const event of ["readable", "end", "error"]) input.off(event, begun);
  });
}

/** An input that nobody reads must not keep the process alive. */
function leave(input: Readable): void {
  input.pause();
  if ("unref" in input && typeof input.unref === "function") input.unref();
}
