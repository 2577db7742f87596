import { randomUUID } from "node:crypto";
import { HermesError } from "../../errors.ts";

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

/** The id of a new tool call, unique in any conversation. */
export function createCallId(): string {
  return `call_${randomUUID().replaceAll("-", "").slice(0, 24)}`;
}
