import { ApiError } from "../api-error.ts";
import { toApiError } from "../error-table.ts";

/** Fields of the chat route that have another name here. */
const NAMES: readonly (readonly [chat: RegExp, own: string])[] = [
  [/^messages\b.*/, "input"],
  [/^max_(completion_)?tokens$/, "max_output_tokens"],
];

/** The failure as clients of this route are told of it. */
export function nameOwnFields(error: unknown): ApiError {
  const told = toApiError(error);
  const { param } = told.facts;
  const own = NAMES.find(([chat]) => chat.test(param ?? ""))?.[1];
  if (own === undefined) return told;
  return new ApiError(told.message, { ...told.facts, param: own }, { cause: told.cause });
}
