import type { AnswerTimings, AnswerUsage } from "../model.ts";

/** Sums up the times and counts of an answer over its steps. All moments are milliseconds of one clock. */
export class AnswerTimer {
  readonly #sentAt: number;
  #firstPieceAt: number | null = null;
  #stepBeganAt: number | null = null;
  #stepLastedMs = 0;
  #decodeMs = 0;
  #usage: AnswerUsage | null = null;

  constructor(sentAt: number) {
    this.#sentAt = sentAt;
  }

  piece(now: number): void {
    this.#firstPieceAt ??= now;
    this.#stepBeganAt ??= now;
    this.#stepLastedMs = now - this.#stepBeganAt;
  }

  /** `decodeMs` is what the server measured; null for what was seen here. */
  usage(usage: AnswerUsage, decodeMs: number | null): void {
    this.#decodeMs += decodeMs ?? this.#stepLastedMs;
    this.#usage = this.#usage === null ? usage : addUsage(this.#usage, usage);
    this.#stepBeganAt = null;
    this.#stepLastedMs = 0;
  }

  get sum(): AnswerUsage | null {
    return this.#usage;
  }

  build(now: number): AnswerTimings {
    const tokens = this.#usage?.completionTokens ?? 0;
    return {
      firstPieceMs: this.#firstPieceAt === null ? null : this.#firstPieceAt - this.#sentAt,
      totalMs: now - this.#sentAt,
      tokensPerSecond: tokens === 0 || this.#decodeMs <= 0 ? null : (tokens * 1_000) / this.#decodeMs,
    };
  }
}

function addUsage(a: AnswerUsage, b: AnswerUsage): AnswerUsage {
  return {
    promptTokens: a.promptTokens + b.promptTokens,
    completionTokens: a.completionTokens + b.completionTokens,
    reasoningTokens: a.reasoningTokens + b.reasoningTokens,
    cachedTokens: a.cachedTokens + b.cachedTokens,
  };
}
