/** Times a model in the manner of llama-bench: prompts, answers at the same time, memory, and the ceiling they are held against. */

export type { DecodeFigures, Measurement, MeasureOptions, PromptFigures } from "./contract.ts";
export { tokensPerSecond } from "./measure-decode.ts";
export { measureModel } from "./measure-model.ts";
export { DECODE_PROMPT_TOKENS, WARM_UP } from "./plan.ts";
export { median, quantile } from "./statistics.ts";
export type { TimedAnswer } from "./timed-answer.ts";
