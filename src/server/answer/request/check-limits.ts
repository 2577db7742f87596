import type { ChatRequest, Hermes } from "../../../hermes.ts";
import { type ApiError, badRequest } from "../../api-error.ts";
import type { ServerLimits } from "../../options.ts";

/** Throws ApiError 400 for more of something than the server accepts. */
export function checkCount(param: string, count: number, most: number, unit = "entries"): void {
  if (count <= most) return;
  throw badRequest(`${param} has ${count} ${unit}; this server accepts ${most}.`, param, "limit_exceeded");
}

/** The choices a body asks for; one if it says nothing. Throws ApiError 400 beyond the server's limit. */
export function readChoices(n: unknown, limits: ServerLimits): number {
  const choices = (n ?? 1) as number;
  if (choices <= limits.choices) return choices;
  throw badRequest(`n is ${choices}; this server gives at most ${limits.choices} choices.`, "n", "limit_exceeded");
}

/**
 * Most tokens of the answer: what the body asks for, else the server's limit; undefined for what the context leaves. Throws ApiError
 * 400 beyond the server's limit.
 */
export function answerTokens(asked: number | undefined, param: string, limits: ServerLimits): number | undefined {
  const most = limits.answerTokens;
  if (most === null) return asked;
  if (asked === undefined || asked <= most) return asked ?? most;
  const message = `${param} is ${asked}; this server's answers have at most ${most} tokens.`;
  throw badRequest(message, param, "limit_exceeded");
}

/** Rejects with ApiError 400 where the prompt is longer than the server accepts; where nobody can count it, it passes. */
export async function checkPromptLength(hermes: Hermes, request: ChatRequest, limits: ServerLimits): Promise<void> {
  if (limits.promptTokens === null || hermes.tokens === null) return;
  const count = await hermes.countPromptTokens(request, limits.promptTokens);
  if (count > limits.promptTokens) throw promptTooLong(count, limits.promptTokens, "messages");
}

export function promptTooLong(count: number, most: number, param: string): ApiError {
  const message = `The prompt has at least ${count} tokens; this server accepts ${most}.`;
  return badRequest(message, param, "context_length_exceeded");
}
