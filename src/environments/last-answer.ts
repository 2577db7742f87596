import { HermesError } from "../errors.ts";
import type { ChatRequest } from "../hermes.ts";
import type { Mode, ModelClient, Trajectory } from "./contract.ts";

/** One answer of a model, as a trajectory. Throws HermesError "environment-failed" for one without an end. */
export async function lastAnswer(
  request: ChatRequest,
  model: ModelClient,
  mode: Mode,
  signal: AbortSignal | undefined,
): Promise<Trajectory> {
  for await (const part of model.stream(request, signal ? { signal } : {})) {
    if (part.type !== "finish") continue;
    const { raw, reason, usage } = part;
    return { mode, completion: raw, finishReason: reason, completionTokens: usage.completionTokens };
  }
  const message = "the answer of the model broke off; expected its end";
  throw new HermesError("environment-failed", message, { kind: "transport" });
}
