import { createHash } from "node:crypto";
import { closeSync, openSync, readdirSync, readSync, statSync } from "node:fs";
import { join } from "node:path";
import type { CodeSandbox, Mode } from "../../environments/index.ts";
import { createRunConfig, type PlannedTask, type RunConfig } from "../../evaluate/index.ts";
import { findModel } from "../../hub/index.ts";
import { withoutUndefined } from "../chat-request.ts";
import { readEnvironmentHubSettings } from "../hub-settings.ts";
import { readVersion } from "../version.ts";
import type { EvalFlags } from "./eval-flags.ts";
import type { OpenedModel } from "./open-models.ts";

/** Bytes at both ends of a file of weights that stand for the file: training changes them, and reading 70 GB takes minutes. */
const FINGERPRINT_BYTES = 1024 * 1024;

/** The record of a run, from everything that may change a score. */
export function describeRun(
  model: OpenedModel,
  judge: OpenedModel | null,
  tasks: readonly PlannedTask[],
  flags: Pick<EvalFlags, "seed" | "thinking">,
  sandbox: CodeSandbox | null,
): RunConfig {
  return createRunConfig({
    hermes: readVersion(),
    model: model.hermes.modelId,
    endpoint: addressOf(model),
    judge:
      judge === null ? null : [judge.hermes.modelId, addressOf(judge)].filter((part) => part !== null).join(" at "),
    settings: { ...settingsOf(model), ...(sandbox === null ? {} : { sandbox: sandbox.name }) },
    seed: flags.seed,
    modes: modesOf(flags.thinking),
    tasks: tasks.map(({ config }) => config),
  });
}

export function modesOf(thinking: EvalFlags["thinking"]): readonly Mode[] {
  const modes = { on: ["reasoning"], off: ["plain"], both: ["reasoning", "plain"] } as const;
  return modes[thinking];
}

/** Without user, password and query; null for a model in this process. */
function addressOf({ flags: { model } }: OpenedModel): string | null {
  if (!/^https?:\/\//i.test(model)) return null;
  const { origin, pathname } = new URL(model);
  return origin + pathname.replace(/\/+$/, "");
}

function settingsOf({ flags }: OpenedModel): RunConfig["settings"] {
  const { model, compute, cacheDtype, context, mode, profile, endpoint } = flags;
  const weights = addressOf({ flags } as OpenedModel) === null ? fingerprint(model) : undefined;
  return withoutUndefined({ compute, cacheDtype, context, mode, profile, endpoint, weights }) as RunConfig["settings"];
}

/** A name for the weights of a model on this computer: sizes and ends of its files. */
function fingerprint(model: string): string {
  const found = findModel(model, readEnvironmentHubSettings());
  const path = found?.ggufFile ?? found?.folder ?? model;
  const files = statSync(path).isDirectory()
    ? readdirSync(path)
        .filter((name) => name.endsWith(".safetensors"))
        .sort()
        .map((name) => join(path, name))
    : [path];
  const hash = createHash("sha256");
  for (const file of files) addEnds(hash, file);
  return hash.digest("hex").slice(0, 16);
}

function addEnds(hash: ReturnType<typeof createHash>, path: string): void {
  const { size } = statSync(path);
  const file = openSync(path, "r");
  try {
    hash.update(`${size}\n`);
    for (const start of [0, Math.max(0, size - FINGERPRINT_BYTES)]) {
      const bytes = Buffer.alloc(Math.min(FINGERPRINT_BYTES, size));
      hash.update(bytes.subarray(0, readSync(file, bytes, 0, bytes.length, start)));
    }
  } finally {
    closeSync(file);
  }
}
