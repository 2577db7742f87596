import { isJsonObject } from "../json-value.ts";
import type { NodeId, SchemaNode } from "../model.ts";
import { type Check, type CheckMaker, createError, type ValidationRun } from "./check.ts";
import type { InstancePlace } from "./instance-place.ts";
import type { Outcome } from "./outcome.ts";
import type { SchemaError } from "./schema-error.ts";

/** Schemas for the same value. */
export const IN_PLACE_CHECKS: readonly CheckMaker[] = [
  checkAll,
  checkAny,
  checkOne,
  checkNot,
  checkCondition,
  checkDependents,
];

function checkAll(node: SchemaNode): Check | null {
  const all = [...node.references.map((reference) => reference.node), ...node.allOf];
  if (all.length === 0) return null;
  return (place, outcome, run) => {
    for (const id of all) outcome.add(run.evaluate(id, place));
  };
}

function checkAny(node: SchemaNode): Check | null {
  if (node.anyOf.length === 0) return null;
  return (place, outcome, run) => {
    // Every branch is asked, since each that holds tells what it has looked at.
    const branches = evaluateAll(node.anyOf, place, run);
    const valid = branches.filter((branch) => branch.isValid);
    for (const branch of valid) outcome.addEvaluated(branch);
    if (valid.length > 0) return;
    const expected = `a value for one of the ${branches.length} schemas`;
    outcome.fail(createError(place, node, { keyword: "anyOf", expected, causes: causesOf(branches) }));
  };
}

function checkOne(node: SchemaNode): Check | null {
  if (node.oneOf.length === 0) return null;
  return (place, outcome, run) => {
    const branches = evaluateAll(node.oneOf, place, run);
    const valid = Array.from(branches.keys()).filter((index) => branches[index]!.isValid);
    for (const index of valid) outcome.addEvaluated(branches[index]!);
    if (valid.length === 1) return;
    const expected = `a value for exactly one of the ${branches.length} schemas`;
    const fault = valid.length === 0 ? { causes: causesOf(branches) } : { found: `one for ${valid.join(", ")}` };
    outcome.fail(createError(place, node, { keyword: "oneOf", expected, ...fault }));
  };
}

function checkNot(node: SchemaNode): Check | null {
  const id = node.not;
  if (id === null) return null;
  return (place, outcome, run) => {
    if (!run.evaluate(id, place).isValid) return;
    outcome.fail(createError(place, node, { keyword: "not", expected: "a value that the schema does not allow" }));
  };
}

function checkCondition(node: SchemaNode): Check | null {
  if (node.condition === null) return null;
  const { test, whenTrue, whenFalse } = node.condition;
  return (place, outcome, run) => {
    const tested = run.evaluate(test, place);
    if (tested.isValid) outcome.addEvaluated(tested);
    const chosen = tested.isValid ? whenTrue : whenFalse;
    if (chosen !== null) outcome.add(run.evaluate(chosen, place));
  };
}

function checkDependents(node: SchemaNode): Check | null {
  if (node.dependentSchemas.length === 0) return null;
  return (place, outcome, run) => {
    if (!isJsonObject(place.value)) return;
    const object = place.value;
    const asked: readonly NodeId[] = node.dependentSchemas
      .filter((dependent) => object.has(dependent.property))
      .map((dependent) => dependent.node);
    for (const id of asked) outcome.add(run.evaluate(id, place));
  };
}

/** A loop, since each level of a callback would take its share of the stack. */
function evaluateAll(ids: readonly NodeId[], place: InstancePlace, run: ValidationRun): readonly Outcome[] {
  const outcomes: Outcome[] = [];
  for (const id of ids) outcomes.push(run.evaluate(id, place));
  return outcomes;
}

/** Nothing where there are too many: causes have causes, and one may stand in many places. */
function causesOf(branches: readonly Outcome[]): readonly (readonly SchemaError[])[] {
  const causes = branches.map((branch) => branch.errors);
  return countErrors(causes, CAUSE_LIMIT) > CAUSE_LIMIT ? [] : causes;
}

/** All errors with their causes; stops behind `limit`. */
function countErrors(causes: readonly (readonly SchemaError[])[], limit: number): number {
  let count = 0;
  for (const errors of causes) {
    for (const error of errors) {
      count += 1 + countErrors(error.causes, limit - count);
      if (count > limit) return count;
    }
  }
  return count;
}

const CAUSE_LIMIT = 200;
