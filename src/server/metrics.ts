import type { FinishReason, Timings, Usage } from "../chat/index.ts";

/** What answers report about themselves; the Prometheus text is made of it. */
export interface ServerMetrics {
  /** An answer begins; the result is told how it goes on. */
  answerStarted(): AnswerMetrics;
  /** Prometheus text. */
  render(): Promise<string>;
  readonly contentType: string;
}

export interface AnswerMetrics {
  /** Some tokens came; the first call is the first token. */
  tokensArrived(count: number): void;
  /** The answer is over; `reason` "error" where it failed. Harmless when repeated: the first call counts. */
  finished(reason: FinishReason | "error", usage: Usage | null, timings: Timings | null, budgetReached: boolean): void;
}
