import type { FinishedRun } from "../store/finished-run.ts";

/** What was measured and how, for the head of a report. */
export function describeRun({ folder, config }: FinishedRun): string[] {
  const { model, endpoint, judge, seed, settings, hermes, startedAt, hash } = config;
  return [
    endpoint === null ? model : `${model} at ${endpoint}`,
    ...(judge === null ? [] : [`judged by ${judge}`]),
    `seed ${seed}`,
    ...Object.entries(settings).map(([name, value]) => `${name} ${value}`),
    `hermes ${hermes}`,
    `started ${startedAt.slice(0, 16).replace("T", " ")} UTC`,
    `run ${hash.slice(0, 12)}`,
    folder,
  ];
}
