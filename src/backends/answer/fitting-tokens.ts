import { HermesError } from "../../errors.ts";
import type { Encoding } from "../../tokenizer/index.ts";

/** The tokens of a prompt that was encoded as far as the context goes. Throws HermesError "context-exceeded" where it goes on. */
export function fittingTokens({ ids, whole }: Encoding, contextLength: number): number[] {
  if (whole) return ids;
  const message =
    `The prompt has at least ${ids.length} tokens and the context ${contextLength}, which leaves no room for an answer. ` +
    "Shorten the messages or start a new conversation.";
  throw new HermesError("context-exceeded", message, { promptTokens: ids.length, contextLength });
}
