import { createHash } from "node:crypto";
import { createReadStream, existsSync } from "node:fs";
import type { DataFolder, SamplingDefaults, Task, TaskSettings } from "../../environments/index.ts";
import { HermesError } from "../../errors.ts";
import { ENDLESS_LIMIT, type PlannedTask, selectItems, type TaskConfig } from "../../evaluate/index.ts";
import { resolveSampling } from "../../sampling/index.ts";
import { withoutUndefined } from "../chat-request.ts";
import type { EvalFlags } from "./eval-flags.ts";

/** Opens the tasks and draws their items. Throws HermesError "usage", "file-missing" or "file-invalid". */
export async function planTasks(
  chosen: readonly Task[],
  settings: ReadonlyMap<string, TaskSettings>,
  data: DataFolder,
  flags: EvalFlags,
): Promise<PlannedTask[]> {
  const overrides = readOverrides(flags);
  const planned: PlannedTask[] = [];
  for (const task of chosen) planned.push(await planTask(task, settings.get(task.id) ?? {}, data, flags, overrides));
  return planned;
}

async function planTask(
  task: Task,
  settings: TaskSettings,
  data: DataFolder,
  flags: EvalFlags,
  overrides: Partial<SamplingDefaults>,
): Promise<PlannedTask> {
  const environment = await task.open(data, settings);
  const endless = task.files.length === 0;
  const limit = flags.limit ?? null;
  const samples = flags.samples ?? environment.defaults.nSamples;
  const tooLarge = flags.passK?.find((k) => k > samples);
  if (tooLarge !== undefined) {
    const message = `--pass-k ${tooLarge} needs as many samples of each item; ${task.id} has ${samples}. Give --samples ${tooLarge}.`;
    throw new HermesError("usage", message, { argument: "pass-k" });
  }
  const config: TaskConfig = {
    id: environment.id,
    version: environment.version,
    sampling: { ...environment.defaults, ...overrides },
    samples,
    limit: limit ?? (endless ? ENDLESS_LIMIT : null),
    ...(task.options === undefined ? {} : { options: settings }),
    data: await hashFiles(task, data),
  };
  const { figures = [] } = task;
  return { environment, config, overrides, figures, items: await selectItems(environment, { endless, limit }) };
}

/** Throws HermesError "usage" for a value out of range, so that nobody waits for a model before being told. */
function readOverrides({ temperature, topP, topK, maxTokens }: EvalFlags): Partial<SamplingDefaults> {
  resolveSampling(withoutUndefined({ temperature, topP, topK }));
  return withoutUndefined({ temperature, topP, topK, maxTokens });
}

/** Of files that a task can do without, those that are there. */
async function hashFiles({ files }: Task, data: DataFolder): Promise<TaskConfig["data"]> {
  const paths = files.map((file) => ({ name: file.name, path: data.pathOf(file) }));
  const there = paths.flatMap(({ name, path }) => (path !== null && existsSync(path) ? [{ name, path }] : []));
  return await Promise.all(there.map(async ({ name, path }) => ({ name, sha256: await hashFile(path) })));
}

async function hashFile(path: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const bytes of createReadStream(path)) hash.update(bytes);
  return hash.digest("hex");
}
