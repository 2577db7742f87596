import { existsSync } from "node:fs";
import { findModel } from "../hub/index.ts";
import { readEnvironmentHubSettings } from "./hub-settings.ts";

/** Folder of a model by its name on the command line: a path, "nano", or a model that was pulled (alias or ORG/NAME). */
export function findModelFolder(model: string): string {
  const pulled = model !== "nano" && existsSync(model) ? null : findModel(model, readEnvironmentHubSettings());
  return pulled?.folder ?? model;
}
