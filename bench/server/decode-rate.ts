import type { EngineStats, Hermes } from "../../src/hermes.ts";

const SAMPLE_MS = 25;

/**
 * Watches an engine and gives the tokens a second it decodes while exactly `streams` answers run and no prompt is computed beside them:
 * how requests arrive, and how the last of them end alone, is left out.
 */
export class DecodeRate {
  readonly #hermes: Hermes;
  readonly #streams: number;
  readonly #timer: NodeJS.Timeout;
  #last: { readonly at: number; readonly stats: EngineStats };
  #milliseconds = 0;
  #tokens = 0;

  constructor(hermes: Hermes, streams: number) {
    this.#hermes = hermes;
    this.#streams = streams;
    this.#last = this.#look();
    this.#timer = setInterval(() => this.#sample(), SAMPLE_MS);
  }

  /** Tokens a second. Throws where there was nothing to watch. */
  stop(): number {
    clearInterval(this.#timer);
    if (this.#tokens === 0) throw new Error("the answers were too short to be watched");
    return (1000 * this.#tokens) / this.#milliseconds;
  }

  #sample(): void {
    const before = this.#last;
    const now = this.#look();
    this.#last = now;
    const generated = now.stats.generatedTokens - before.stats.generatedTokens;
    const computed = now.stats.computedTokens - before.stats.computedTokens;
    const full = before.stats.running === this.#streams && now.stats.running === this.#streams;
    // A step's tokens are computed one turn before they count as generated, so the two may differ by a step.
    if (!full || Math.abs(computed - generated) > this.#streams) return;
    this.#milliseconds += now.at - before.at;
    this.#tokens += generated;
  }

  #look(): { at: number; stats: EngineStats } {
    return { at: performance.now(), stats: this.#hermes.stats()! };
  }
}
