import { type HermesError, isHermesError } from "../../../errors.ts";
import type { ChatRequest } from "../../../hermes.ts";
import { ApiError, badRequest } from "../../api-error.ts";
import { toApiError } from "../../error-table.ts";
import type { AskedConstraint } from "./read-constraint.ts";

/** Where in a body what the answer must be stands. */
export interface Places {
  /** The field that constrains the answer; null where it is free. */
  readonly constraint: string | null;
  /** Names of the tools, in the order of the body. */
  readonly tools: readonly string[];
}

/** Throws ApiError 400 for stop strings beside what they would cut. */
export function checkConstraint(
  asked: AskedConstraint | null,
  { toolChoice = "auto" }: Pick<ChatRequest, "toolChoice">,
  stop: readonly string[],
): void {
  if (stop.length === 0) return;
  const cut = "would cut what must be whole; leave it out";
  if (asked !== null) throw badRequest(`stop contradicts ${asked.field}: it ${cut}.`, "stop", "invalid_value");
  if (toolChoice !== "auto") throw badRequest(`stop contradicts tool_choice: it ${cut}.`, "stop", "invalid_value");
}

/** A failure to enforce a schema, told with the place in the body; other failures as they are. */
export function explainConstraint(error: unknown, places: Places): unknown {
  if (!isHermesError(error)) return error;
  const param = paramOf(error, places);
  if (param === null) return error;
  const { message, facts } = toApiError(error);
  return new ApiError(message, { ...facts, param }, { cause: error });
}

function paramOf(error: HermesError, places: Places): string | null {
  if (isHermesError(error, "schema-invalid") || isHermesError(error, "schema-unsupported")) {
    const field = fieldOf(error.facts.tool, places);
    return field === null ? null : field + error.facts.pointer;
  }
  if (isHermesError(error, "grammar-limit")) return fieldOf(error.facts.tool, places);
  if (!isHermesError(error, "usage")) return null;
  if (error.facts.argument === "finishWithinBudget") return "finish_within_budget";
  return error.facts.argument === "constraint" ? places.constraint : null;
}

function fieldOf(tool: string | undefined, { constraint, tools }: Places): string | null {
  return tool === undefined ? constraint : `tools[${tools.indexOf(tool)}].function.parameters`;
}
