import type { Usage } from "../../../chat/index.ts";
import type { ResponseUsage } from "../wire.ts";

export function renderUsage({ promptTokens, completionTokens, reasoningTokens, cachedTokens }: Usage): ResponseUsage {
  return {
    input_tokens: promptTokens,
    // Nobody pays for what is written to our cache, and nobody counts it.
    input_tokens_details: { cached_tokens: cachedTokens, cache_write_tokens: 0 },
    output_tokens: completionTokens,
    output_tokens_details: { reasoning_tokens: reasoningTokens },
    total_tokens: promptTokens + completionTokens,
  };
}
