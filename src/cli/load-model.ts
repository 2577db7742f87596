import { existsSync } from "node:fs";
import { HermesError, isHermesError } from "../errors.ts";
import type { Hermes, LoadOptions, LoadProgress } from "../hermes.ts";
import { withoutUndefined } from "./chat-request.ts";
import { checkBackend } from "./check-backend.ts";
import type { GenerationFlags } from "./flags.ts";
import { readEnvironmentHubSettings } from "./hub-settings.ts";
import { nameOption } from "./name-option.ts";
import { createProgressLine } from "./progress.ts";
import { remoteSettings } from "./remote-settings.ts";
import type { Terminal } from "./terminal.ts";

/** Settings of an endpoint that a command decides. */
type EndpointSettings = NonNullable<LoadOptions["remote"]>;

/** Loads the model of the flags, with a progress line where somebody watches. */
export async function loadModel(
  flags: GenerationFlags,
  terminal: Terminal,
  endpoint: EndpointSettings = {},
): Promise<Hermes> {
  const progress = createProgressLine(terminal);
  try {
    const hermes = await openModel(flags, terminal, (step) => progress.show(describeProgress(step)), endpoint);
    for (const warning of hermes.warnings) terminal.writeError(`warning: ${warning}\n`);
    return hermes;
  } finally {
    progress.clear();
  }
}

/** Loads the model of the flags, what was computed of prompts included. */
export async function openModel(
  flags: GenerationFlags,
  terminal: Terminal,
  onProgress: (progress: LoadProgress) => void,
  endpoint: EndpointSettings = {},
): Promise<Hermes> {
  // Imported here, so that commands without a model start fast.
  const { Hermes: Loader } = await import("../hermes.ts");
  checkBackend(flags);
  try {
    const hermes = await Loader.load({ ...(await loadOptions(flags, terminal, endpoint)), onProgress });
    await restoreCache(hermes, flags, terminal);
    return hermes;
  } catch (error) {
    throw nameOption(error);
  }
}

async function loadOptions(
  flags: GenerationFlags,
  terminal: Terminal,
  endpoint: EndpointSettings,
): Promise<LoadOptions> {
  const { model, threads, compute, context, cacheDtype, cacheTokens, gpu, parallel } = flags;
  const gguf = withoutUndefined({ gpu, parallel });
  const { remote } = await remoteSettings(flags, terminal.environment);
  return {
    model,
    hub: readEnvironmentHubSettings(),
    ...withoutUndefined({ threads, compute, contextLength: context, cacheDtype, cacheTokens }),
    ...(Object.keys(gguf).length === 0 ? {} : { gguf }),
    ...(remote === undefined ? {} : { remote: { ...remote, ...endpoint } }),
  };
}

/** A file that cannot be used costs time, not the answer: it is told, and replaced at the end where it is a cache file. */
async function restoreCache(hermes: Hermes, { cache }: GenerationFlags, terminal: Terminal): Promise<void> {
  if (cache === undefined) return;
  if (!hermes.keepsCache || cache === "") {
    await hermes.dispose();
    const message =
      cache === "" ? "--cache names no file." : "--cache goes with models in safetensors, which run on our own engine.";
    throw new HermesError("usage", message, { argument: "cache" });
  }
  if (!existsSync(cache)) return;
  try {
    await hermes.restoreCache(cache);
  } catch (error) {
    if (!isHermesError(error, "cache-invalid")) throw error;
    terminal.writeError(`warning: ${error.message}\n`);
  }
}

/** Keeps what was computed where `--cache` says, then frees the model. The answer stands, so a full disk is only told. */
export async function closeModel(hermes: Hermes, { cache }: GenerationFlags, terminal: Terminal): Promise<void> {
  try {
    if (cache !== undefined) await hermes.saveCache(cache);
  } catch (error) {
    if (!isHermesError(error)) throw error;
    terminal.writeError(`warning: ${error.message}\n`);
  } finally {
    await hermes.dispose();
  }
}

/** One line on how far loading has come. */
export function describeProgress({ loadedBytes, totalBytes }: LoadProgress): string {
  const share = totalBytes === 0 ? "" : ` ${Math.floor((100 * loadedBytes) / totalBytes)} %`;
  return `loading the model …${share}`;
}
