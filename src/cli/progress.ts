import type { Terminal } from "./terminal.ts";

/** One line on standard error that is rewritten in place; nothing where nobody watches. */
export interface ProgressLine {
  show(text: string): void;
  /** Removes the line. */
  clear(): void;
}

/** Most often a terminal is rewritten, in milliseconds. */
const intervalMs = 80;

export function createProgressLine(terminal: Terminal): ProgressLine {
  if (!terminal.watched) return { show() {}, clear() {} };
  let shownAt = 0;
  return {
    show(text) {
      if (performance.now() - shownAt < intervalMs) return;
      shownAt = performance.now();
      terminal.writeError(`\r\u001b[K${terminal.dim(text)}`);
    },
    clear() {
      if (shownAt > 0) terminal.writeError("\r\u001b[K");
      shownAt = 0;
    },
  };
}
