import { HermesError } from "../../../errors.ts";
import type { ChatRequest, CompletionRequest } from "../../contract.ts";
import type { Preset } from "../presets.ts";

/** A request field that the endpoint cannot honour. */
export function refusal(
  preset: Preset,
  argument: keyof ChatRequest | keyof CompletionRequest,
  why: string,
): HermesError {
  return new HermesError("usage", `${argument} cannot be honoured by ${preset.title}: ${why}`, { argument });
}

/** What no mode of an endpoint may ignore. A salt that is not honoured would be a promise broken. */
export function refuseUnknown(
  preset: Preset,
  { cacheSalt, logprobs }: Pick<ChatRequest | CompletionRequest, "cacheSalt" | "logprobs">,
): void {
  if (logprobs !== undefined) {
    throw refusal(preset, "logprobs", "they are told for models on this computer only. Leave it out.");
  }
  if (cacheSalt === undefined || preset.cacheSalt) return;
  throw refusal(preset, "cacheSalt", "it is not known to part its prompt cache. Leave it out.");
}
