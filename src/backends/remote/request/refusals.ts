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

/** Fields that say what an answer will be, in whatever words it is asked for. */
export type Promises = Pick<ChatRequest | CompletionRequest, "cacheSalt" | "logprobs" | "finishWithinBudget">;

/** What no mode of an endpoint may ignore. A salt that is not honoured would be a promise broken. */
export function refuseUnknown(preset: Preset, { cacheSalt, logprobs, finishWithinBudget = false }: Promises): void {
  if (finishWithinBudget) {
    throw refusal(preset, "finishWithinBudget", "it ends answers as it likes. Leave it out, and look at the reason.");
  }
  if (logprobs !== undefined) {
    throw refusal(preset, "logprobs", "they are told for models on this computer only. Leave it out.");
  }
  if (cacheSalt === undefined || preset.cacheSalt) return;
  throw refusal(preset, "cacheSalt", "it is not known to part its prompt cache. Leave it out.");
}
