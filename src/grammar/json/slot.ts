import type { JsonValue } from "../schema-model/index.ts";
import type { Spec } from "./atoms.ts";
import type { Formula } from "./formula.ts";
import type { Step } from "./place.ts";

/** Where a value is expected. */
export interface Slot {
  readonly id: number;
  /** The container around it; null at the root. */
  readonly below: Container | null;
  readonly depth: number;
  /** Schemas whose verdicts on the value are asked for, */
  readonly specs: readonly Spec[];
  /** and what these verdicts must be: a formula over holes of theirs. */
  readonly goal: Formula;
  /** Whether the value itself matters later (`uniqueItems`). */
  readonly isRecorded: boolean;
}

/** An array or object with a value missing. */
export interface Container {
  readonly id: number;
  /** Behind the value, given the verdicts of the schemas that held; null where nothing goes on from there. */
  afterValue(outcome: Outcome): Step | null;
}

export interface Outcome {
  readonly verdicts: ReadonlyMap<number, boolean>;
  /** Only where the slot is recorded. */
  readonly value: JsonValue | undefined;
}
