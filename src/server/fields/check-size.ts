import { badRequest } from "../api-error.ts";

/** Levels of lists and objects in a body: a schema may have 64, and stands a few levels inside. */
export const MAX_BODY_DEPTH = 80;

/**
 * Values in the lists and objects of a field. Tools with schemas of a megabyte have fewer; every one of them is looked at, and each
 * that is wrong costs microseconds, in which nobody else is answered.
 */
export const MAX_FIELD_VALUES = 65_536;

/**
 * Refuses a field whose lists and objects are nested so deeply that reading them level by level could exhaust the stack, or hold more
 * than can be looked at without keeping others waiting. Throws ApiError 400.
 */
export function checkSize(name: string, value: unknown): void {
  let count = 0;
  let level = isContainer(value) ? [value] : [];
  // The body itself is the first level.
  for (let depth = 2; level.length > 0; depth++) {
    if (depth > MAX_BODY_DEPTH) {
      throw badRequest(`The body is nested deeper than ${MAX_BODY_DEPTH} levels.`, null, "invalid_value");
    }
    const next: object[] = [];
    for (const item of level) {
      const values: readonly unknown[] = Array.isArray(item) ? item : Object.values(item);
      count += values.length;
      if (count > MAX_FIELD_VALUES) throw tooMany(name);
      for (const inner of values) if (isContainer(inner)) next.push(inner);
    }
    level = next;
  }
}

function tooMany(name: string): Error {
  const message = `${name} holds more than ${MAX_FIELD_VALUES} values in its lists and objects, the most that are read.`;
  return badRequest(message, name, "limit_exceeded");
}

function isContainer(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}
