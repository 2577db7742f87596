import type { GenerateNext } from "./library.ts";
import type { LogitsWish } from "./protocol.ts";

/** How a wish is put to node-llama-cpp. Whichever way, the logits are the model's own. */
export function generateNext(wish: Exclude<LogitsWish, null>): GenerateNext {
  if (wish === "all") return { logits: true, options: { temperature: 0 } };
  const { top, tokens } = wish;
  const logits = { filter: { tokens, includeTop: top } };
  if (tokens.length > 0) return { logits, options: { temperature: 0 } };
  return { logits, options: { temperature: 1, topK: top, topP: 1, minP: 0 } };
}
