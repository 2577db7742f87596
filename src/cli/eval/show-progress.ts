import type { RunningRequests, RunProgress, SampleRow } from "../../evaluate/index.ts";
import { createProgressLine } from "../progress.ts";
import { renderCount } from "../rows.ts";
import type { Terminal } from "../terminal.ts";

/** Samples with a score, errors, and all that there should be. */
export interface SampleCounts {
  readonly ok: number;
  readonly errors: number;
  readonly total: number;
}

/** Shows how far a run has come: one line that is rewritten where somebody watches, else a line every so many seconds. */
export class EvalProgress {
  readonly #terminal: Terminal;
  readonly #line: ReturnType<typeof createProgressLine>;
  readonly #timer: NodeJS.Timeout;
  #requests: RunningRequests | null = null;
  #progress: RunProgress | null = null;
  #task = "";
  #printed = -1;

  constructor(terminal: Terminal, logSeconds: number) {
    this.#terminal = terminal;
    this.#line = createProgressLine(terminal);
    // The line lives between samples, too: a long thought takes minutes.
    this.#timer = setInterval(() => this.#tick(), terminal.watched ? 1000 : logSeconds * 1000).unref();
  }

  /** Null before anything is known. */
  get counts(): SampleCounts | null {
    if (this.#progress === null) return null;
    const { done, errors, total } = this.#progress.figures;
    return { ok: done - errors, errors, total };
  }

  start(requests: RunningRequests): void {
    this.#requests = requests;
  }

  add(progress: RunProgress, row: SampleRow | null): void {
    this.#progress = progress;
    this.#task = row?.task ?? this.#task;
    if (row === null) this.#begin(progress);
    else if (this.#terminal.watched) this.#line.show(this.#describe(progress));
  }

  /** A sentence of its own. */
  say(text: string): void {
    this.#line.clear();
    this.#terminal.writeError(`${text}\n`);
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#line.clear();
  }

  #begin({ figures: { done, total } }: RunProgress): void {
    if (done > 0) this.say(`going on: ${renderCount(done)} of ${renderCount(total)} samples are there`);
  }

  #tick(): void {
    if (this.#progress === null) return;
    if (this.#terminal.watched) {
      this.#line.show(this.#describe(this.#progress));
      return;
    }
    const { done } = this.#progress.figures;
    if (done === this.#printed) return;
    this.#printed = done;
    this.#terminal.writeError(`${this.#describe(this.#progress)}\n`);
  }

  #describe({ figures }: RunProgress): string {
    const { done, total, errors, overlong, promptTokens, completionTokens, tokensPerSecond, secondsLeft } = figures;
    const parts = [
      `${this.#task} ${renderCount(done)} of ${renderCount(total)}`.trimStart(),
      figures.samplesPerSecond === null ? "" : `${figures.samplesPerSecond.toFixed(1)} samples/s`,
      `${renderCount(promptTokens)} + ${renderCount(completionTokens)} tokens`,
      tokensPerSecond === null ? "" : `${Math.round(tokensPerSecond)} tokens/s`,
      errors === 0 ? "" : `${errors} errors`,
      overlong === 0 ? "" : `${overlong} overlong`,
      this.#requests === null ? "" : `${this.#requests.running} at once`,
      secondsLeft === null ? "" : `${renderDuration(secondsLeft)} left`,
    ];
    return parts.filter((part) => part !== "").join(", ");
  }
}

function renderDuration(seconds: number): string {
  if (seconds < 90) return `${Math.ceil(seconds)} s`;
  if (seconds < 5_400) return `${Math.round(seconds / 60)} min`;
  return `${(seconds / 3_600).toFixed(1)} h`;
}
