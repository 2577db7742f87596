import type { SchemaError } from "../schema-model/index.ts";

/** What came of a text. `valid` says whether `value` meets the schema; `changes` and `edits` are everything that was done to get there. */
export interface RepairResult {
  /** As JSON.parse would give it; the best that was reached where not valid, null where nothing could be read. */
  readonly value: unknown;
  /** The same as JSON text, with every digit: the given text where nothing was changed. Null where nothing could be read. */
  readonly json: string | null;
  readonly valid: boolean;
  /** False where the end of the text was cut off, so that a last part may be missing. */
  readonly complete: boolean;
  readonly stages: readonly RepairStage[];
  /** Edits of the text, in its order: text around the JSON, and syntax. */
  readonly edits: readonly TextEdit[];
  /** Changes of the value, in the order in which they were made. */
  readonly changes: readonly RepairChange[];
  /** What is wrong with the value still. */
  readonly errors: readonly SchemaError[];
}

export interface RepairStage {
  readonly name: "parse" | "syntax" | "schema" | "model";
  /** "passed": nothing to do; "repaired": something was changed, and it helped; "failed": this stage leaves faults behind. */
  readonly outcome: "passed" | "repaired" | "failed";
  /** What was found, or chosen among several readings. */
  readonly notes: readonly string[];
}

/** `removed` at `offset` (in UTF-16 units of the given text) gives way to `inserted`. */
export interface TextEdit {
  readonly offset: number;
  readonly removed: string;
  readonly inserted: string;
}

export interface RepairChange {
  readonly stage: "syntax" | "schema" | "model";
  readonly rule: RepairRule;
  /** JSON pointer into the value as it was just before this change. */
  readonly pointer: string;
  /** Absent for what was added. Of a renamed member the name. */
  readonly before?: unknown;
  /** Absent for what was removed. Of a renamed member the name. */
  readonly after?: unknown;
}

export type RepairRule =
  /** Syntax: of a key that stands twice the last value counts; a key without a value is left out. */
  | "repeated-key"
  | "key-without-value"
  /** Types. */
  | "number-in-string"
  | "boolean-in-string"
  | "null-in-string"
  | "json-in-string"
  | "string-for-number"
  | "string-for-boolean"
  | "null-for-absent"
  | "single-value-for-array"
  | "array-of-one"
  /** Strings. */
  | "enum-spelling"
  | "surrounding-space"
  | "letter-case"
  | "date-spelling"
  /** Members and items. */
  | "renamed-member"
  | "extra-member"
  | "extra-item"
  | "repeated-item"
  | "missing-default"
  | "only-possible-value"
  /** By the model; "model-invented" where the text had nothing like it. */
  | "model"
  | "model-invented";

/** What a model is asked. */
export interface RepairQuestion {
  readonly messages: readonly { readonly role: "system" | "user"; readonly content: string }[];
  /** What the answer must keep to, where the model can be held to it; the schema as JSON text. */
  readonly constraint: { readonly type: "json-schema"; readonly schema: string };
}

/** Asks a model and gives the text of its answer, without the thought. What it throws, the repair throws. */
export type AskModel = (question: RepairQuestion) => Promise<string>;
