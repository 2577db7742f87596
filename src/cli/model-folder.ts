import { existsSync } from "node:fs";
import { HermesError } from "../errors.ts";
import { EMBEDDED_MODEL, findModel, notFetched, readModelReference } from "../hub/index.ts";
import { readEnvironmentHubSettings } from "./hub-settings.ts";

/**
 * Folder of a model by its name on the command line: a path, "nano", or a model that was pulled (alias or ORG/NAME).
 * Throws HermesError "usage" for what is no folder of safetensors, "file-missing" for a name that was never fetched.
 */
export function findModelFolder(model: string): string {
  if (/^https?:\/\//i.test(model)) throw wrongKind(model, "an address");
  const stands = model !== EMBEDDED_MODEL && existsSync(model);
  const pulled = stands ? null : findModel(model, readEnvironmentHubSettings());
  const path = pulled?.ggufFile ?? pulled?.folder ?? model;
  if (/\.gguf$/i.test(path)) throw wrongKind(path, "a GGUF file");
  if (pulled === null && !stands && readModelReference(model) !== null) throw notFetched(model);
  return path;
}

function wrongKind(model: string, found: string): HermesError<"usage"> {
  const message = `${model} is ${found}; this command takes a folder of safetensors, nano or a fetched model. hermes run and hermes chat open ${found} too.`;
  return new HermesError("usage", message, { argument: "model" });
}
