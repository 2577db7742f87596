import type { Engine, TokenController } from "../engine/index.ts";
import { resolveSampling } from "../sampling/index.ts";

/** When things happened to one answer, in milliseconds from the question. */
export interface TimedAnswer {
  /** The question itself, on the clock of `performance.now()`. */
  readonly askedAt: number;
  /** Of each token. */
  readonly tokenMs: readonly number[];
  /** From admission to the logits behind the prompt. */
  readonly promptMs: number;
  readonly cachedTokens: number;
}

/** Takes whatever is drawn, so that every answer has its full length. */
const unsteered: TokenController = { forced: () => [], mask: () => null, accept: () => "continue" };

/** Asks for `maxTokens` tokens behind a prompt, the likeliest each time. */
export async function timeAnswer(
  engine: Engine,
  promptTokens: readonly number[],
  maxTokens: number,
): Promise<TimedAnswer> {
  const tokenMs: number[] = [];
  let [promptMs, cachedTokens] = [0, 0];
  const askedAt = performance.now();
  const sampling = resolveSampling({ temperature: 0 });
  for await (const event of engine.generate({ promptTokens, controller: unsteered, sampling, maxTokens })) {
    if (event.type === "token") tokenMs.push(performance.now() - askedAt);
    else if (event.type === "admitted") cachedTokens = event.cachedTokens;
    else if (event.type === "finish") promptMs = event.promptMs;
  }
  return { askedAt, tokenMs, promptMs, cachedTokens };
}
