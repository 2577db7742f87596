import type { ValueKind } from "../values.ts";

/** One thing that a text says about its subject. */
export interface RecordField {
  /** Names a schema may give this field; one is drawn. */
  readonly names: readonly string[];
  readonly kind: ValueKind;
  /** The clause that says it, with `{v}`. */
  readonly clause: string;
}

/** A kind of text: a subject and clauses about it. */
export interface RecordKind {
  readonly id: string;
  /** The opening of the sentence; `{v}` is the value of the first field where `lead` has one. */
  readonly subject: string;
  /** The field named by the subject, if any. */
  readonly lead?: Omit<RecordField, "clause">;
  readonly fields: readonly RecordField[];
}
