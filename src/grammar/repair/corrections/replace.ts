import type { JsonValue } from "../../schema-model/index.ts";
import type { RepairRule } from "../contract.ts";
import { withPart } from "../value-edits.ts";
import type { Fault, Proposal } from "./proposal.ts";

/** Another value in the place of the part that is wrong. */
export function replacePart({ steps, part }: Fault, rule: RepairRule, after: JsonValue): Proposal {
  const changes = [{ rule, steps, before: part, after }];
  return { apply: (value) => withPart(value, steps, after), edit: { steps, after }, changes };
}

/** Takes out a member or item of the part that is wrong, or the part itself. */
export function removePart(rule: RepairRule, steps: readonly string[], before: JsonValue): Proposal {
  return { apply: (value) => withPart(value, steps, undefined), changes: [{ rule, steps, before }] };
}
