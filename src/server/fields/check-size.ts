import { badRequest } from "../api-error.ts";

/** Levels of lists and objects in a body: a schema may have 64, and stands a few levels inside. */
export const MAX_BODY_DEPTH = 80;

/**
 * Values in the lists and objects of a field. Tools with schemas of a megabyte have fewer; every one of them is looked at, and each
 * that is wrong costs microseconds, in which nobody else is answered.
 */
export const MAX_FIELD_VALUES = 65_536;

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

/** Throws ApiError 400 for a field of more values than can be looked at without keeping others waiting. */
export function checkValues(name: string, value: unknown): void {
  const open = containers([value]);
  let count = 0;
  for (let item = open.pop(); item !== undefined; item = open.pop()) {
    const values = Array.isArray(item) ? item : Object.values(item);
    count += values.length;
    if (count > MAX_FIELD_VALUES) {
      const message = `${name} holds more than ${MAX_FIELD_VALUES} values in its lists and objects, the most that are read.`;
      throw badRequest(message, name, "limit_exceeded");
    }
    for (const inner of values) if (isContainer(inner)) open.push(inner);
  }
}

function containers(values: readonly unknown[]): object[] {
  return values.filter(isContainer);
}

function isContainer(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}
