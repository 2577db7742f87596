import type { Hermes } from "../../../hermes.ts";
import type { StreamWishes } from "./stream-wishes.ts";

/**
 * How many likeliest tokens the engine is asked for; `asked` is what the body wants, undefined for nothing. Tokens can be counted as
 * they come where they are scored, so timings ask for scores as well; endpoints do not pass scores on.
 */
export function logprobsOf(asked: number | undefined, wishes: StreamWishes, hermes: Hermes): { logprobs?: number } {
  if (asked !== undefined) return { logprobs: asked };
  return wishes.timingsPerToken && hermes.facts.engine !== "endpoint" ? { logprobs: 0 } : {};
}
