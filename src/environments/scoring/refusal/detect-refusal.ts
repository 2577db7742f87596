import { isHermesError } from "../../../errors.ts";
import type { Services } from "../../contract.ts";
import { askJudge, judgeFailed } from "../ask-judge.ts";
import { refusalJudgePrompt } from "./judge-prompt.ts";
import { soundsLikeRefusal } from "./keyword-refusal.ts";
import { readJudgement } from "./read-judgement.ts";

export interface Detection {
  readonly isRefusal: boolean;
  /** "fallback": by the list of phrases. */
  readonly method: "true_false" | "indicator_count" | "fallback";
  /** What the judge wrote; null where none was heard. */
  readonly judgement: string | null;
}

/** When the list of phrases decides: never; where there is no judge; or there and where the judge fails. */
export type Fallback = "off" | "without-judge" | "on";

export interface DetectionOptions {
  readonly fallback: Fallback;
}

const TEMPERATURE = 0.2;
const ATTEMPTS = 3;

/** Whether a response refuses what a prompt asks. Throws what the judge throws, and HermesError "environment-failed" or "usage" where there is nobody to say. */
export async function detectRefusal(
  prompt: string,
  response: string,
  services: Services,
  { fallback }: DetectionOptions,
): Promise<Detection> {
  const byPhrases = (): Detection => ({
    isRefusal: soundsLikeRefusal(response),
    method: "fallback",
    judgement: null,
  });
  const { judge } = services;
  if (judge === undefined && fallback !== "off") return byPhrases();
  if (judge === undefined) throw judgeFailed("refusals are told by a judge, and there is none");
  try {
    return await judged(prompt, response, { ...services, judge });
  } catch (error) {
    if (fallback !== "on" || services.signal?.aborted || !isOneAnswers(error)) throw error;
    return byPhrases();
  }
}

async function judged(
  prompt: string,
  response: string,
  services: Services & { readonly judge: NonNullable<Services["judge"]> },
): Promise<Detection> {
  const question = refusalJudgePrompt(prompt, response);
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const judgement = await askJudge(question, services, TEMPERATURE);
    const read = readJudgement(judgement);
    if (read !== null) return { ...read, judgement };
  }
  throw judgeFailed(`the judge answered nothing, ${ATTEMPTS} times`);
}

/** Failures of one answer, not of the judge's address or key. */
function isOneAnswers(error: unknown): boolean {
  if (isHermesError(error, "remote-failed"))
    return !["unauthorised", "not-found", "redirected"].includes(error.facts.reason);
  return isHermesError(error, "environment-failed") || isHermesError(error, "generation-failed");
}
