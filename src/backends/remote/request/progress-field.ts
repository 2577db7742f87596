import type { StreamOptions } from "../../contract.ts";
import type { JsonObject } from "../http/read-reply.ts";
import type { Preset } from "../presets.ts";

/** Asks for the progress of the prompt where somebody wants it and the endpoint can tell. */
export function progressField(preset: Preset, { promptProgress = false }: StreamOptions): JsonObject {
  return promptProgress && preset.promptProgress ? { return_progress: true } : {};
}
