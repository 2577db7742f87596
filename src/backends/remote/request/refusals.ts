import { HermesError } from "../../../errors.ts";
import type { ChatRequest } from "../../contract.ts";
import type { Preset } from "../presets.ts";

/** A request field that the endpoint cannot honour. */
export function refusal(preset: Preset, argument: keyof ChatRequest, why: string): HermesError {
  return new HermesError("usage", `${argument} cannot be honoured by ${preset.title}: ${why}`, { argument });
}

/** A salt that is not honoured would be a promise broken. */
export function refuseUnknownSalt(preset: Preset, { cacheSalt }: ChatRequest): void {
  if (cacheSalt === undefined || preset.cacheSalt) return;
  throw refusal(preset, "cacheSalt", "it is not known to part its prompt cache. Leave it out.");
}
