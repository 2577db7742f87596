import { randomUUID } from "node:crypto";
import { HermesError } from "../../errors.ts";
import type { ChatRequest } from "../contract.ts";

/** Throws HermesError "usage" for what is no list of strings, and for an empty one, which every text would hold. */
export function checkStopStrings(stops: readonly string[]): readonly string[] {
  if (Array.isArray(stops) && stops.every((stop) => typeof stop === "string" && stop !== "")) return stops;
  const message = `stop is ${JSON.stringify(stops)}; expected a list of strings, each of at least one character.`;
  throw new HermesError("usage", message, { argument: "stop" });
}

/** The thinking budget in tokens, null for none. Throws HermesError "usage". */
export function checkBudget(budget: number | undefined): number | null {
  return budget === undefined ? null : checkCount("thinkingBudget", budget, 0);
}

/** A count of tokens. Throws HermesError "usage" for anything but a whole number of at least `least`. */
export function checkCount(argument: string, count: number, least: number): number {
  if (Number.isInteger(count) && count >= least) return count;
  const message = `${argument} is ${count}; expected a whole number of tokens, ${least} or more.`;
  throw new HermesError("usage", message, { argument });
}

/** Throws HermesError "usage" for a wish that is neither true nor false, and for one where an answer has no end of its own. */
export function checkFinishWish({ finishWithinBudget: wish = false }: FinishWish, isRuled: boolean): void {
  const argument = "finishWithinBudget";
  if (typeof wish !== "boolean") {
    throw new HermesError("usage", `${argument} is ${JSON.stringify(wish)}; expected true or false.`, { argument });
  }
  if (!wish || isRuled) return;
  const message =
    "To finish within the budget means nothing for free text: it has no end of its own. Give a constraint or tools, or leave it out.";
  throw new HermesError("usage", message, { argument });
}

/** The tokens that an answer must end within, of those that the context leaves; null where it may be cut. */
export function finishWithin({ finishWithinBudget = false, maxTokens }: FinishWish, room: number): number | null {
  return finishWithinBudget ? Math.min(maxTokens ?? room, room) : null;
}

type FinishWish = Pick<ChatRequest, "finishWithinBudget" | "maxTokens">;

/** The id of a new tool call, unique in any conversation. */
export function createCallId(): string {
  return `call_${randomUUID().replaceAll("-", "").slice(0, 24)}`;
}
