import { z } from "zod";
import type { Field } from "./field.ts";

type Extras = Pick<Field, "keepsNull" | "keepsSpelling" | "ofTokens" | "outsidePrompt" | "required">;

/** The answer depends on it. */
export function honoured(name: string, schema: z.ZodType, note: string, extras: Extras = {}): Field {
  return { name, status: "honoured", schema, note, ...extras };
}

/** Accepted, since no output depends on it. */
export function inert(name: string, schema: z.ZodType, note: string): Field {
  return { name, status: "inert", schema, note };
}

/** A 400, but for the values that ask for nothing; by default there are none. */
export function refused(name: string, note: string, nothing: z.ZodType = z.never()): Field {
  return { name, status: "refused", schema: nothing, note };
}
