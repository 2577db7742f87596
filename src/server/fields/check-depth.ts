import { badRequest } from "../api-error.ts";

/** Levels of lists and objects in a body: a schema may have 64, and stands a few levels inside. */
export const MAX_BODY_DEPTH = 80;

/** Refuses what is nested so deeply that reading it level by level could exhaust the stack. Throws ApiError 400. */
export function checkDepth(value: unknown): void {
  let level = containers([value]);
  for (let depth = 1; level.length > 0; depth++) {
    if (depth > MAX_BODY_DEPTH) {
      throw badRequest(`The body is nested deeper than ${MAX_BODY_DEPTH} levels.`, null, "invalid_value");
    }
    level = level.flatMap((item) => containers(Object.values(item)));
  }
}

function containers(values: readonly unknown[]): object[] {
  return values.filter((value) => typeof value === "object" && value !== null);
}
