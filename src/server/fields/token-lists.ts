import { z } from "zod";

/**
 * Schemas of token ids. A schema of zod's looks at every entry apart and lists all that are wrong, for each of the forms of a union:
 * seconds for the millions that a body can hold. These stop at the first.
 */

const LARGEST_TOKEN = 2 ** 31 - 1;
const tokenSchema = { type: "integer", minimum: 0, maximum: LARGEST_TOKEN } as const;
const listOf = (items: object) => ({ type: "array", items, minItems: 1 }) as const;

/** What is wrong, and where. */
interface Complaint {
  readonly path: readonly number[];
  readonly message: string;
}

/** A list of token ids, which may be empty. */
export const tokensSchema: z.ZodType = checkedBy(tokensComplaint).meta({ type: "array", items: tokenSchema });

/** The prompt of a completion: text, token ids, or a list of either. */
export const promptSchema: z.ZodType = checkedBy(promptComplaint).meta({
  anyOf: [{ type: "string" }, listOf({ type: "string" }), listOf(tokenSchema), listOf(listOf(tokenSchema))],
});

function checkedBy(complaintOf: (value: unknown) => Complaint | null): z.ZodType {
  return z.unknown().superRefine((value, context) => {
    const complaint = complaintOf(value);
    if (complaint !== null) context.addIssue({ code: "custom", path: [...complaint.path], message: complaint.message });
  });
}

function tokensComplaint(value: unknown): Complaint | null {
  if (!Array.isArray(value)) return { path: [], message: "expected a list of token ids" };
  const wrong = value.findIndex((entry) => !isToken(entry));
  return wrong < 0
    ? null
    : { path: [wrong], message: `expected a token id, a whole number from 0 to ${LARGEST_TOKEN}` };
}

/** The first entry says what all of them are. */
function promptComplaint(value: unknown): Complaint | null {
  if (typeof value === "string") return null;
  if (!Array.isArray(value) || value.length === 0) {
    return { path: [], message: "expected text, token ids, or a list of them that is not empty" };
  }
  const [first] = value as unknown[];
  if (typeof first === "number") return tokensComplaint(value);
  for (const [index, entry] of value.entries()) {
    const complaint = typeof first === "string" ? textComplaint(entry) : idsComplaint(entry);
    if (complaint !== null) return { ...complaint, path: [index, ...complaint.path] };
  }
  return null;
}

function textComplaint(value: unknown): Complaint | null {
  return typeof value === "string" ? null : { path: [], message: "expected text, as the entries before it" };
}

function idsComplaint(value: unknown): Complaint | null {
  if (!Array.isArray(value) || value.length === 0) {
    return { path: [], message: "expected text, or a list of token ids that is not empty" };
  }
  return tokensComplaint(value);
}

function isToken(value: unknown): boolean {
  return Number.isInteger(value) && (value as number) >= 0 && (value as number) <= LARGEST_TOKEN;
}
