import type { Hermes } from "../hermes.ts";

/** Where a language model gets the model that answers; loaded once, at its first call. */
export interface ModelSource {
  load(): Promise<Pick<Hermes, "stream" | "modelId">>;
}
