/** Times a model in the manner of llama-bench: prompts, answers at the same time, memory, and the ceiling they are held against. */

export type { DecodeFigures, Measurement, MeasureOptions, PromptFigures } from "./contract.ts";
export { measureModel } from "./measure-model.ts";
export { median, quantile } from "./statistics.ts";
