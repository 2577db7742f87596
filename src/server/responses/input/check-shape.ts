import type { z } from "zod";
import { issueError } from "../../fields/describe-issue.ts";

/** A value of the schema's form. Throws ApiError 400 that names the place, such as `input[2].role`, and what is wrong there. */
export function checkShape<Schema extends z.ZodType>(schema: Schema, value: unknown, at: string): z.infer<Schema> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw issueError(at, result.error);
}
