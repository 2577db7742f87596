import type { z } from "zod";
import { type ApiError, badRequest } from "../api-error.ts";

type Issue = z.core.$ZodIssue;

/** The 400 for what a schema finds wrong with the value of a field. */
export function issueError(field: string, error: z.ZodError): ApiError {
  const issue = innermost(error.issues[0]!);
  const key = issue.code === "unrecognized_keys" ? issue.keys.slice(0, 1) : [];
  const place = placeName([field, ...issue.path, ...key]);
  if (key.length === 0) return badRequest(`${place}: ${wording(issue)}.`, place, "invalid_value");
  return badRequest(`${place}: there is no such field here.`, place, "unknown_parameter");
}

/**
 * Of the forms a value may have, the one it comes closest to tells what is wrong: the one whose complaint lies deepest. Where
 * none comes close, all complaints about the value itself stand.
 */
function innermost(issue: Issue, path: readonly PropertyKey[] = []): Issue {
  const whole = [...path, ...issue.path];
  if (issue.code === "invalid_union" && issue.errors.length > 0) {
    const inner = issue.errors.flatMap((errors) => errors.slice(0, 1)).map((error) => innermost(error, whole));
    const deepest = inner.toSorted((a, b) => depthOf(b) - depthOf(a))[0];
    if (deepest !== undefined && depthOf(deepest) > whole.length) return deepest;
    const wordings = [...new Set(inner.map(wording))];
    return { ...issue, path: whole, message: wordings.join(", or ") };
  }
  return { ...issue, path: whole };
}

/** A key that does not belong there lies in the object, not at it. */
function depthOf(issue: Issue): number {
  return issue.path.length + (issue.code === "unrecognized_keys" ? 1 : 0);
}

function wording(issue: Issue): string {
  if (issue.code === "invalid_key") return issue.issues[0]?.message ?? issue.message;
  const message = issue.message
    .replace(/^Invalid input: /, "")
    .replace(/^(Invalid|Too) /, (word) => word.toLowerCase());
  return message.replace("expected int, received number", "expected a whole number");
}

/** Such as `messages[0].content`. Names from outside are repeated in part only. */
function placeName(path: readonly PropertyKey[]): string {
  return path.reduce<string>((name, step) => {
    if (typeof step === "number") return `${name}[${step}]`;
    const key = String(step).slice(0, 64);
    return name === "" ? key : `${name}.${key}`;
  }, "");
}
