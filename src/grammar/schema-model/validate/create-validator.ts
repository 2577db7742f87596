import { childNodes, inPlaceNodes } from "../in-place.ts";
import type { JsonValue } from "../json-value.ts";
import type { NodeId, SchemaModel, SchemaNode } from "../model.ts";
import { ARRAY_CHECKS } from "./array-checks.ts";
import { type Check, createError, type TextChecks, type ValidationRun } from "./check.ts";
import { IN_PLACE_CHECKS } from "./in-place-checks.ts";
import { InstancePlace } from "./instance-place.ts";
import { OBJECT_CHECKS } from "./object-checks.ts";
import { Outcome } from "./outcome.ts";
import type { SchemaError } from "./schema-error.ts";
import { STRING_CHECKS } from "./string-checks.ts";
import { UNEVALUATED_CHECKS } from "./unevaluated-checks.ts";
import { VALUE_CHECKS } from "./value-checks.ts";

export type Validator = (value: JsonValue) => readonly SchemaError[];

/**
 * Makes the validator of a model: every fault of a value, none for a valid one, up to 1,000. It does not throw, takes time by the size of
 * the value times the nodes that apply to each part of it, and holds nothing between calls.
 * Throws where a pattern of the model is none, with the JSON pointer of its keyword.
 */
export function createValidator(model: SchemaModel, texts: TextChecks): Validator {
  const checks = model.nodes.map((node) => CHECK_MAKERS.flatMap((make) => make(node, texts) ?? []));
  const isShared = findShared(model);
  return (value) => new Validation(model, checks, isShared).validate(value);
}

/** The order matters only to the last: what is unevaluated is known when all else has been asked. */
const CHECK_MAKERS = [
  ...VALUE_CHECKS,
  ...STRING_CHECKS,
  ...ARRAY_CHECKS,
  ...OBJECT_CHECKS,
  ...IN_PLACE_CHECKS,
  ...UNEVALUATED_CHECKS,
];

/** Schemas within schemas and values within values. Takes about half of the stack that a thread has where nobody says otherwise. */
const DEPTH_LIMIT = 1_200;

class Validation implements ValidationRun {
  private readonly model: SchemaModel;
  private readonly checks: readonly (readonly Check[])[];
  private readonly isShared: Uint8Array;
  private depth = 0;
  private giveUp: SchemaError | null = null;

  constructor(model: SchemaModel, checks: readonly (readonly Check[])[], isShared: Uint8Array) {
    this.model = model;
    this.checks = checks;
    this.isShared = isShared;
  }

  validate(value: JsonValue): readonly SchemaError[] {
    const { errors } = this.evaluate(this.model.root, new InstancePlace(value));
    // Whatever was found is then worth nothing: a schema under `not` may have seemed to hold or to fail.
    return this.giveUp === null ? errors : [this.giveUp];
  }

  nodeAt(id: NodeId): SchemaNode {
    return this.model.nodes[id]!;
  }

  evaluate(id: NodeId, place: InstancePlace): Outcome {
    const known = this.isShared[id] ? place.outcomeOf(id) : undefined;
    if (known !== undefined) return known;
    const outcome = new Outcome(this.model.usesUnevaluated);
    if (this.depth >= DEPTH_LIMIT) {
      const expected = `a value whose check needs no more than ${DEPTH_LIMIT} schemas within schemas`;
      this.giveUp ??= createError(place, this.nodeAt(id), { keyword: "depth", expected });
      return outcome;
    }
    this.depth++;
    for (const check of this.checks[id]!) check(place, outcome, this);
    this.depth--;
    if (this.isShared[id]) place.keepOutcome(id, outcome);
    return outcome;
  }
}

/** Nodes that more than one node leads to: only those can be asked of the same part of a value twice. */
function findShared({ nodes, root }: SchemaModel): Uint8Array {
  const isReached = new Uint8Array(nodes.length);
  const isShared = new Uint8Array(nodes.length);
  isReached[root] = 1;
  for (const node of nodes) {
    for (const id of [...inPlaceNodes(node), ...childNodes(node)]) {
      if (isReached[id]) isShared[id] = 1;
      isReached[id] = 1;
    }
  }
  return isShared;
}
