import type { z } from "zod";

/**
 * What becomes of a field. "honoured": the answer depends on it. "inert": accepted, since no output of ours could depend on it.
 * "refused": a 400 that names it.
 */
export type FieldStatus = "honoured" | "inert" | "refused";

/** One field of a body: one row of docs/support.md, one property of the OpenAPI document, one check of the validator. */
export interface Field {
  readonly name: string;
  readonly status: FieldStatus;
  /** For refused fields: which values pass nevertheless because they ask for nothing, such as `store: false`. */
  readonly schema: z.ZodType;
  /** One sentence: what it does, or why it is refused and what to send instead. */
  readonly note: string;
  /** Null is not the same as nothing and reaches the handler. Default: null fields count as not given. */
  readonly keepsNull?: true;
  /**
   * The handler gets the value as RawJson (chat room), not as the schema returns it: numbers as they were spelled, keys in their
   * order.
   */
  readonly keepsSpelling?: true;
  /** Its lists of token ids may be as long as the body, so its schema looks at them in one go. */
  readonly ofTokens?: true;
  /** No text of it is read by the model, so its length is not the prompt's. */
  readonly outsidePrompt?: true;
  readonly required?: true;
}

/** All fields of a route's body. */
export interface BodyTable {
  readonly name: string;
  readonly fields: readonly Field[];
}
