import type { ModelClient } from "../../environments/index.ts";
import type { ChatRequest } from "../../hermes.ts";

/** What evaluation needs of a model: `Hermes` fits. */
export interface EvaluatedModel extends ModelClient {
  /** Longest prompt plus answer, in tokens. */
  readonly contextLength: number;
  /** Rejects with HermesError "unsupported" where the tokenizer is elsewhere. */
  countPromptTokens(request: ChatRequest): Promise<number>;
}
