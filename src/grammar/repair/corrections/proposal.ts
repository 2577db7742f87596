import type { JsonValue, NodeId, SchemaError, SchemaModel, SchemaNode } from "../../schema-model/index.ts";
import type { RepairRule } from "../contract.ts";
import type { PartEdit } from "../value-edits.ts";

/** A fault that a correction is looked for. */
export interface Fault {
  readonly error: SchemaError;
  /** The node of the error. */
  readonly node: SchemaNode;
  readonly model: SchemaModel;
  /** The whole value, the part that is wrong, and the steps from one to the other. */
  readonly value: JsonValue;
  readonly part: JsonValue;
  readonly steps: readonly string[];
  /** Corrects a part by a schema of its own. */
  correctPart(id: NodeId, part: JsonValue): PartCorrection;
  /** Notes work that takes more than a moment, one for each microsecond or so. */
  spend(work: number): void;
  /** Numbers of the text that are not spelled as their value is printed, by Decimal.key: as text they would be something else. */
  readonly oddSpellings: ReadonlySet<string>;
}

export interface PartCorrection {
  readonly value: JsonValue;
  readonly changes: readonly Change[];
  readonly isValid: boolean;
}

/** A change of the whole value, or of a part; `steps` lead to where it was made. */
export interface Change {
  readonly rule: RepairRule;
  readonly steps: readonly string[];
  readonly before?: JsonValue;
  readonly after?: JsonValue;
}

/** One way to correct a fault. */
export interface Proposal {
  /** The whole value with the changes; it may have changed elsewhere since the fault was found. */
  apply(value: JsonValue): JsonValue;
  /** What `apply` does where it is no more than that: many such are applied at once. */
  readonly edit?: PartEdit;
  readonly changes: readonly Change[];
}

/**
 * Finds ways to correct a fault, in tiers: a later tier counts only where nothing of an earlier one helps. Several that help within a tier
 * and differ in what they give are ambiguous, and none is taken.
 */
export type Corrector = (fault: Fault) => readonly (readonly Proposal[])[];
