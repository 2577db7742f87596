import { existsSync } from "node:fs";
import { HermesError } from "../errors.ts";
import { EMBEDDED_MODEL, findModel } from "../hub/index.ts";
import type { BackendName, GenerationFlags } from "./flags.ts";
import { readEnvironmentHubSettings } from "./hub-settings.ts";

/** What each backend runs. */
const runs: Readonly<Record<BackendName, string>> = {
  native: "nano and folders of safetensors",
  "llama-cpp": ".gguf files",
  remote: "addresses of endpoints, such as http://localhost:8000/v1",
};

/** `--backend` insists on what the model decides. Throws HermesError "usage" where the two differ, before anything is loaded. */
export function checkBackend({ backend, model }: Pick<GenerationFlags, "backend" | "model">): void {
  if (backend === undefined) return;
  const fits = findBackend(model);
  if (backend === fits) return;
  const message = `--backend ${backend} runs ${runs[backend]}; --model ${model} is for ${fits}.`;
  throw new HermesError("usage", message, { argument: "backend" });
}

/** What runs a model, by its name. */
export function findBackend(model: string): BackendName {
  if (/^https?:\/\//i.test(model)) return "remote";
  const stands = model === EMBEDDED_MODEL || existsSync(model);
  const location = (stands ? null : findModel(model, readEnvironmentHubSettings()))?.ggufFile ?? model;
  return /\.gguf$/i.test(location) ? "llama-cpp" : "native";
}
