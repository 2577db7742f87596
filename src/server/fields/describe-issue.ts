import type { z } from "zod";
import { type ApiError, badRequest } from "../api-error.ts";

type Issue = z.core.$ZodIssue;

/** The 400 for what a schema finds wrong with the value of a field. */
export function issueError(field: string, error: z.ZodError): ApiError {
  const issue = innermost(error.issues[0]!);
  const param = placeName([field, ...issue.path]);
  if (issue.code !== "unrecognized_keys") return badRequest(`${param}: ${issue.message}.`, param, "invalid_value");
  const key = issue.keys[0] ?? "";
  const place = placeName([field, ...issue.path, key]);
  return badRequest(`${place}: there is no such field here.`, place, "unknown_parameter");
}

/**
 * Of the forms a value may have, the one it comes closest to tells what is wrong: the one whose complaint lies deepest. Where
 * none comes close, the complaint about the value itself stands.
 */
function innermost(issue: Issue, path: readonly PropertyKey[] = []): Issue {
  const whole = [...path, ...issue.path];
  if (issue.code === "invalid_union") {
    const inner = issue.errors.flatMap((errors) => errors.slice(0, 1)).map((error) => innermost(error, whole));
    const deepest = inner.toSorted((a, b) => depthOf(b) - depthOf(a))[0];
    if (deepest !== undefined && depthOf(deepest) > whole.length) return deepest;
    if (inner.length > 0 && issue.message === "Invalid input") {
      const messages = [...new Set(inner.map(({ message }) => message))];
      return { ...issue, path: whole, message: messages.join("; or: ") };
    }
  }
  return { ...issue, path: whole };
}

/** A key that does not belong there lies in the object, not at it. */
function depthOf(issue: Issue): number {
  return issue.path.length + (issue.code === "unrecognized_keys" ? 1 : 0);
}

/** Such as `messages[0].content`. */
function placeName(path: readonly PropertyKey[]): string {
  return path.reduce<string>((name, step) => {
    if (typeof step === "number") return `${name}[${step}]`;
    return name === "" ? String(step) : `${name}.${String(step)}`;
  }, "");
}
