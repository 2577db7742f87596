import { createHash } from "node:crypto";
import type { Score, Trajectory } from "../../environments/index.ts";
import type { ChatRequest } from "../../hermes.ts";
import type { SampleError, SampleRow } from "../contract.ts";
import type { AnswerRecorder } from "./answer-recorder.ts";
import type { PlannedSample } from "./plan.ts";
import { readThought } from "./thought.ts";

type AnswerField =
  | "promptHash"
  | "prompt"
  | "completion"
  | "finishReason"
  | "usage"
  | "reasoningChars"
  | "overlong"
  | "latencyMs";

/** What of a row is known before it is scored. */
export type AnswerFields = Pick<SampleRow, AnswerField>;

/** What scoring made of an answer. */
export type Result =
  | { readonly score: Score; readonly error: null }
  | { readonly score: null; readonly error: SampleError };

/** `trajectory`: null where no answer came. */
export function describeAnswer(
  sample: PlannedSample,
  recorder: AnswerRecorder,
  trajectory: Trajectory | null,
): AnswerFields {
  const request = recorder.request ?? sample.task.environment.prompt(sample.item, sample.mode);
  const completion = trajectory?.completion ?? "";
  const finishReason = trajectory === null ? null : (trajectory.finishReason ?? recorder.finish?.reason ?? null);
  const thought = readThought(completion, sample.mode, finishReason);
  return {
    promptHash: hashRequest(request),
    prompt: promptOf(request, trajectory),
    completion,
    finishReason,
    usage: trajectory === null ? null : recorder.usage,
    reasoningChars: thought.chars,
    overlong: thought.overlong,
    latencyMs: rounded(recorder.latencyMs),
  };
}

export function createRow(sample: PlannedSample, answer: AnswerFields, result: Result, scoringMs: number): SampleRow {
  const { task, mode, itemId, category, sampleIndex, seed } = sample;
  const { id, version } = task.environment;
  return {
    ...{ task: id, version, mode, itemId, category, sampleIndex, seed },
    status: result.error === null ? "ok" : "error",
    ...answer,
    ...result,
    scoringMs: rounded(scoringMs),
  };
}

/** Whether a row holds a whole answer that has no score yet: a judge or a sandbox failed on it. */
export function awaitsScore({ status, finishReason }: SampleRow): boolean {
  return status === "error" && finishReason !== null;
}

/** The answer of such a row, as if it had just come. */
export function answerOf(sample: PlannedSample, row: SampleRow): { trajectory: Trajectory; answer: AnswerFields } {
  const { promptHash, prompt, completion, finishReason, usage, reasoningChars, overlong, latencyMs } = row;
  const hasTurns = sample.task.environment.rollout !== undefined;
  const trajectory: Trajectory = {
    ...{ mode: row.mode, completion },
    ...(finishReason === null ? {} : { finishReason }),
    ...(usage === null ? {} : { completionTokens: usage.completionTokens }),
    ...(hasTurns ? { turns: (prompt as ChatRequest).messages } : {}),
  };
  const answer = { promptHash, prompt, completion, finishReason, usage, reasoningChars, overlong, latencyMs };
  return { trajectory, answer };
}

/** The seed is left out: all samples of an item are one prompt. */
function hashRequest({ sampling: { seed: _seed, ...sampling } = {}, ...request }: ChatRequest): string {
  return createHash("sha256")
    .update(JSON.stringify({ ...request, sampling }))
    .digest("hex");
}

/** Everything that was sent; of several turns, the whole conversation. */
function promptOf(request: ChatRequest, trajectory: Trajectory | null): unknown {
  return trajectory?.turns === undefined ? request : { ...request, messages: trajectory.turns };
}

/** To microseconds. */
function rounded(milliseconds: number): number {
  return Math.round(milliseconds * 1000) / 1000;
}
