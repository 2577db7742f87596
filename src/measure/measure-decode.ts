import type { Engine } from "../engine/index.ts";
import type { DecodeFigures } from "./contract.ts";
import { DECODE_PROMPT_TOKENS } from "./plan.ts";
import type { PromptSource } from "./prompts.ts";
import { median, quantile } from "./statistics.ts";
import { type TimedAnswer, timeAnswer } from "./timed-answer.ts";

/** Several answers at the same time. */
export type DecodeRound = readonly TimedAnswer[];

export function runDecode(
  engine: Engine,
  prompts: PromptSource,
  streams: number,
  decodeTokens: number,
): Promise<DecodeRound> {
  const answers = Array.from({ length: streams }, () =>
    timeAnswer(engine, prompts.next(DECODE_PROMPT_TOKENS), decodeTokens),
  );
  return Promise.all(answers);
}

export function summariseDecodes(rounds: readonly DecodeRound[]): DecodeFigures {
  const steps = rounds.flatMap((answers) => answers.flatMap(({ tokenMs }) => differences(tokenMs)));
  return {
    tokensPerSecond: median(rounds.map(tokensPerSecond)),
    stepMs: median(steps),
    p95StepMs: quantile(steps, 0.95),
  };
}

/** Over the time in which all streams run: from the last of their first tokens to the first of their last ones. */
export function tokensPerSecond(answers: DecodeRound): number {
  const times = answers.map(({ askedAt, tokenMs }) => tokenMs.map((ms) => askedAt + ms));
  const start = Math.max(...times.map((own) => own[0]!));
  const end = Math.min(...times.map((own) => own.at(-1)!));
  const tokens = times.flat().filter((time) => time > start && time <= end).length;
  return tokens / ((end - start) / 1000);
}

function differences(values: readonly number[]): number[] {
  return values.slice(1).map((value, index) => value - values[index]!);
}
