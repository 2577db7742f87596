/** Words for how much a model shall think; Hermes 4 itself knows none of them. */
export type ReasoningEffort = "none" | "minimal" | "low" | "medium" | "high" | "xhigh" | "max";

/**
 * The share of an answer's tokens that a thought of this effort may take, as OpenRouter has it (its page on reasoning tokens; `minimal`
 * is hearsay). Null: no limit.
 */
export const EFFORT_SHARES: Readonly<Record<ReasoningEffort, number | null>> = Object.freeze({
  none: 0,
  minimal: 0.1,
  low: 0.2,
  medium: 0.5,
  high: 0.8,
  xhigh: 0.95,
  max: null,
});

/** Tokens a thought may take, at least one; undefined for no limit: at `max`, and where the answer itself has none. */
export function effortBudget(
  effort: Exclude<ReasoningEffort, "none">,
  maxTokens: number | undefined,
): number | undefined {
  const share = EFFORT_SHARES[effort];
  return share === null || maxTokens === undefined ? undefined : Math.max(1, Math.floor(share * maxTokens));
}
