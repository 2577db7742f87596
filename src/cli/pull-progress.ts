import type { PullEvent } from "../hub/index.ts";
import { createProgressLine } from "./progress.ts";
import { renderBytes } from "./rows.ts";
import type { Terminal } from "./terminal.ts";

/** Shows what a pull does: one line that is rewritten where somebody watches, else a line for each file. */
export class PullProgress {
  readonly #terminal: Terminal;
  readonly #line: ReturnType<typeof createProgressLine>;
  readonly #now: () => number;
  /** When the first bytes were there, in milliseconds, and how many: what is here already is not speed. */
  #start: { readonly ms: number; readonly bytes: number } | null = null;

  constructor(terminal: Terminal, now: () => number = () => performance.now()) {
    this.#terminal = terminal;
    this.#line = createProgressLine(terminal);
    this.#now = now;
  }

  show(event: PullEvent): void {
    if (event.type === "progress") {
      this.#line.show(this.#describe(event.receivedBytes, event.totalBytes));
    } else {
      const text = this.#name(event);
      if (text !== null) this.#say(text);
    }
  }

  clear(): void {
    this.#line.clear();
  }

  /** Null for what needs no line of its own. */
  #name(event: Exclude<PullEvent, { readonly type: "progress" }>): string | null {
    switch (event.type) {
      case "plan":
        if (event.missingBytes === 0) return null;
        return `${event.files} files, ${renderBytes(event.totalBytes)}; to fetch: ${renderBytes(event.missingBytes)}`;
      case "wait":
        return `process ${event.processId} on ${event.host} is at work on this model; waiting for it`;
      case "retry":
        return `${event.what}: ${event.reason}; trying again in ${Math.ceil(event.delayMs / 1000)} s`;
      case "file":
        return this.#terminal.watched ? null : `${event.path} (${renderBytes(event.byteLength)})`;
    }
  }

  #say(text: string): void {
    this.#line.clear();
    this.#terminal.writeError(`${text}\n`);
  }

  #describe(receivedBytes: number, totalBytes: number): string {
    const now = this.#now();
    this.#start ??= { ms: now, bytes: receivedBytes };
    const seconds = (now - this.#start.ms) / 1000;
    const perSecond = seconds < 1 ? 0 : (receivedBytes - this.#start.bytes) / seconds;
    const share = Math.floor((100 * receivedBytes) / Math.max(1, totalBytes));
    const done = `${renderBytes(receivedBytes)} of ${renderBytes(totalBytes)} (${share} %)`;
    if (perSecond === 0) return done;
    return `${done}, ${renderBytes(Math.round(perSecond))}/s, ${renderTime((totalBytes - receivedBytes) / perSecond)} left`;
  }
}

function renderTime(seconds: number): string {
  if (seconds < 90) return `${Math.ceil(seconds)} s`;
  if (seconds < 5_400) return `${Math.round(seconds / 60)} min`;
  return `${(seconds / 3_600).toFixed(1)} h`;
}
