import type { Score } from "../../contract.ts";

export type EpisodeKind = "single" | "multistep" | "multiturn" | "relevance";

const ALL_RIGHT_BONUS = 0.5;
const MISMATCH_PENALTY = -0.2;
const RELEVANCE_BONUS = 0.1;

const APOLOGY = /\b(?:sorry|apolog(?:y|ies|i[sz]e)|unfortunately)\b/i;
const ASKS =
  /\b(?:could you|can you|would you|please (?:provide|tell|specify|share|give)|need (?:more|the|to know)|which|what)\b[^.!]{0,200}\?|\bplease (?:provide|specify|share)\b/i;

/**
 * Training reward of an episode. Single turn: 1 or -1. Several turns: share of right calls, 0.5 more if all are right, 0.2 less for a
 * mismatch; nothing above 0 is -1, and so is a multi-turn episode with fewer than two right calls.
 */
export function episodeReward(kind: EpisodeKind, rightCalls: number, allCalls: number): number {
  const all = rightCalls === allCalls;
  if (kind === "single") return all ? 1 : -1;
  if (kind === "multiturn" && rightCalls < 2) return -1;
  const reward = rightCalls / allCalls + (all ? ALL_RIGHT_BONUS : MISMATCH_PENALTY);
  return reward > 0 ? reward : -1;
}

/** No tool fits: 1 for an answer without a call, 0.1 more for an apology and for asking what is missing; -0.2 for a call. */
export function relevanceReward(right: boolean, answer: string): number {
  if (!right) return MISMATCH_PENALTY;
  return 1 + (APOLOGY.test(answer) ? RELEVANCE_BONUS : 0) + (ASKS.test(answer) ? RELEVANCE_BONUS : 0);
}

/** Where every answer is right, long ones earn less: all up to half of the limit, then linearly down to nothing. */
export function lengthAdjusted(
  scores: readonly Score[],
  rewards: readonly number[],
  lengths: readonly number[],
  limit: number,
): number[] {
  if (!scores.every(({ correct }) => correct === true)) return [...rewards];
  return rewards.map((reward, i) => reward * Math.min(1, Math.max(0, 2 - (2 * lengths[i]!) / limit)));
}
