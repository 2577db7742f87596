import { type JsonValue, renderJson, toPlainValue } from "../schema-model/index.ts";
import type { AskModel, RepairChange, RepairStage } from "./contract.ts";
import { type Difference, findDifferences, isAskedFor, isInText } from "./differences.ts";
import { type BrokenJson, createQuestion } from "./model-question.ts";
import { readText } from "./read-text.ts";
import type { Validators } from "./validators.ts";
import { withPart } from "./value-edits.ts";

/** What came of asking a model: a valid value, or null, and the report. */
export interface ModelTurn {
  readonly value: JsonValue | undefined;
  readonly json: string | null;
  readonly changes: readonly RepairChange[];
  readonly stage: RepairStage;
}

/**
 * Lets a model edit what could not be corrected. Its answer counts only if it meets the schema; parts that were valid before are put back
 * as they were, and where that cannot be, the answer does not count.
 */
export async function askModel(
  ask: AskModel,
  schema: JsonValue,
  validators: Validators,
  broken: BrokenJson,
): Promise<ModelTurn> {
  const answer = await ask(createQuestion(schema, broken));
  const { best } = readText(answer, validators);
  if (best === null) return failed(["the model's answer has no JSON"]);
  if (!best.correction.isValid) return failed([`the model's answer has ${best.correction.errors.length} errors`]);
  const before = broken.value ?? undefined;
  const { value, restored } = restore(before, best.correction.value, broken, validators);
  if (value === undefined) {
    return failed(restored.map(({ pointer }) => `the model changed "${pointer}", which was valid, and relied on it`));
  }
  const changes = findDifferences(before, value).map((difference) => reportDifference(difference, broken.text));
  const notes = restored.map(({ pointer }) => `the model changed "${pointer}", which was valid; it was put back`);
  return { value, json: renderJson(value), changes, stage: { name: "model", outcome: "repaired", notes } };
}

/** The answer with everything as it was that no error is about; undefined where that does not meet the schema. */
function restore(
  before: JsonValue | undefined,
  after: JsonValue,
  { errors }: BrokenJson,
  validators: Validators,
): { readonly value: JsonValue | undefined; readonly restored: readonly Difference[] } {
  if (before === undefined) return { value: after, restored: [] };
  const uncalled = findDifferences(before, after).filter((difference) => !isAskedFor(difference, errors));
  const value = uncalled.reduce<JsonValue>((part, { steps, before: old }) => withPart(part, steps, old), after);
  const isValid = validators.of(validators.model.root)(value).length === 0;
  return { value: isValid ? value : undefined, restored: uncalled };
}

function reportDifference({ pointer, before, after }: Difference, text: string): RepairChange {
  return {
    stage: "model",
    rule: isInText(after, text) ? "model" : "model-invented",
    pointer,
    ...(before === undefined ? {} : { before: toPlainValue(before) }),
    ...(after === undefined ? {} : { after: toPlainValue(after) }),
  };
}

function failed(notes: readonly string[]): ModelTurn {
  return { value: undefined, json: null, changes: [], stage: { name: "model", outcome: "failed", notes } };
}
