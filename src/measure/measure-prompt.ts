import type { Engine } from "../engine/index.ts";
import type { PromptFigures } from "./contract.ts";
import type { PromptSource } from "./prompts.ts";
import { median } from "./statistics.ts";
import { type TimedAnswer, timeAnswer } from "./timed-answer.ts";

/** One prompt asked twice: with nothing of it known, and again. */
export interface PromptRound {
  readonly cold: TimedAnswer;
  readonly cached: TimedAnswer;
}

export async function runPrompt(engine: Engine, prompts: PromptSource, promptTokens: number): Promise<PromptRound> {
  const prompt = prompts.next(promptTokens);
  const cold = await timeAnswer(engine, prompt, 1);
  return { cold, cached: await timeAnswer(engine, prompt, 1) };
}

export function summarisePrompts(promptTokens: number, rounds: readonly PromptRound[]): PromptFigures {
  const over = (figure: (round: PromptRound) => number): number => median(rounds.map(figure));
  return {
    tokensPerSecond: promptTokens / (over(({ cold }) => cold.promptMs) / 1000),
    firstTokenMs: over(({ cold }) => cold.tokenMs[0]!),
    cachedFirstTokenMs: over(({ cached }) => cached.tokenMs[0]!),
    cachedTokens: over(({ cached }) => cached.cachedTokens),
  };
}
