import { createRandom, type Environment, type ModelClient, type Trajectory } from "../../environments/index.ts";
import type { AnswerRecorder } from "./answer-recorder.ts";
import type { PlannedSample } from "./plan.ts";

/** Asks for a sample. `model` leads to `recorder`. Throws what the model or the task's own rollout throws. */
export async function takeSample(
  { task, item, mode, seed }: PlannedSample,
  model: ModelClient,
  recorder: AnswerRecorder,
): Promise<Trajectory> {
  const environment: Environment = task.environment;
  if (environment.rollout !== undefined) {
    return await environment.rollout(item, model, mode, createRandom(`${environment.id}/rollout/${seed}`));
  }
  for await (const _part of model.stream(environment.prompt(item, mode)));
  const { completion, finish, usage } = recorder;
  const trajectory = { mode, completion, completionTokens: usage.completionTokens };
  return finish === null ? trajectory : { ...trajectory, finishReason: finish.reason };
}
