import { listSettings, type ResolvedConfig } from "../config/index.ts";
import { findBackend } from "./check-backend.ts";
import type { BackendName } from "./flags.ts";

/** Flags on how a model is run, and which kinds of models take them. All kinds take the others. */
const takers: Readonly<Record<string, readonly BackendName[]>> = {
  threads: ["native", "llama-cpp"],
  cacheDtype: ["native", "llama-cpp"],
  compute: ["native"],
  cacheTokens: ["native"],
  cache: ["native"],
  gpu: ["llama-cpp"],
  parallel: ["llama-cpp"],
  endpoint: ["remote"],
  served: ["remote"],
  mode: ["remote"],
  profile: ["remote"],
  keyFile: ["remote"],
};

/**
 * Whether a setting is left out for a model: a file may hold settings for all kinds of models at once. What was typed as a flag is never
 * left out, but refused where it does not fit.
 */
export function isForOthers(flag: string, model: string, origins: ResolvedConfig["origins"]): boolean {
  const kinds = Object.hasOwn(takers, flag) ? takers[flag] : undefined;
  if (kinds === undefined) return false;
  const path = listSettings().find(({ setting }) => setting.flag === flag)?.path ?? "";
  return origins.get(path)?.type !== "flag" && !kinds.includes(findBackend(model));
}
