import { ApiError } from "../api-error.ts";
import { toApiError } from "../error-table.ts";

/** Fields of the chat route that have another name here. */
const NAMES: readonly (readonly [chat: RegExp, own: string])[] = [
  [/^messages\b.*/, "input"],
  [/^max_(completion_)?tokens$/, "max_output_tokens"],
  [/^(tools\[\d+\])\.function\b/, "$1"],
  [/^response_format(\.json_schema)?\b/, "text.format"],
];

/** The failure as clients of this route are told of it. */
export function nameOwnFields(error: unknown): ApiError {
  const told = toApiError(error);
  const { param = null, code } = told.facts;
  const own = code === "context_length_exceeded" ? "input" : ownName(param);
  const message = told.message.replace(/\bresponse_format(\.json_schema)?\b/, "text.format");
  if (own === param && message === told.message) return told;
  return new ApiError(message, { ...told.facts, param: own }, { cause: told.cause });
}

function ownName(param: string | null): string | null {
  return param === null ? null : NAMES.reduce((name, [chat, own]) => name.replace(chat, own), param);
}
