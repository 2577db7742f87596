import { createHash } from "node:crypto";
import type { Score, Trajectory } from "../../environments/index.ts";
import type { ChatRequest } from "../../hermes.ts";
import type { SampleError, SampleRow } from "../contract.ts";
import type { AnswerRecorder } from "./answer-recorder.ts";
import type { PlannedSample } from "./plan.ts";
import { readThought } from "./thought.ts";

/** What became of a sample. */
export interface SampleOutcome {
  readonly recorder: AnswerRecorder;
  /** Null where no answer came. */
  readonly trajectory: Trajectory | null;
  readonly result:
    | { readonly score: Score; readonly error: null }
    | { readonly score: null; readonly error: SampleError };
  readonly scoringMs: number;
}

export function createRow(
  sample: PlannedSample,
  { recorder, trajectory, result, scoringMs }: SampleOutcome,
): SampleRow {
  const { task, mode, itemId, category, sampleIndex, seed } = sample;
  const request = recorder.request ?? task.environment.prompt(sample.item, mode);
  const completion = trajectory?.completion ?? "";
  const finishReason = trajectory?.finishReason ?? recorder.finish?.reason ?? null;
  const thought = readThought(completion, mode, finishReason);
  return {
    task: task.environment.id,
    version: task.environment.version,
    mode,
    itemId,
    category,
    sampleIndex,
    seed,
    status: result.error === null ? "ok" : "error",
    promptHash: hashRequest(request),
    prompt: promptOf(request, trajectory),
    completion,
    finishReason,
    usage: recorder.finish === null ? null : recorder.usage,
    reasoningChars: thought.chars,
    overlong: thought.overlong,
    ...result,
    latencyMs: rounded(recorder.latencyMs),
    scoringMs: rounded(scoringMs),
  };
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
