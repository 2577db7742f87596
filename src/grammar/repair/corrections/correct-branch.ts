import type { JsonValue } from "../../schema-model/index.ts";
import { withPart } from "../value-edits.ts";
import type { Change, Corrector } from "./proposal.ts";

/** The branches that the part can be corrected for, those that take the least. */
export const correctBranch: Corrector = (fault) => {
  const { steps, part, node } = fault;
  const branches = fault.error.keyword === "anyOf" ? node.anyOf : node.oneOf;
  const found = branches.flatMap((id) => {
    const { value: corrected, changes, isValid } = fault.correctPart(id, part);
    if (!isValid || changes.length === 0) return [];
    const placed = changes.map((change) => ({ ...change, steps: [...steps, ...change.steps] }));
    const apply = (value: JsonValue) => withPart(value, steps, corrected);
    return [{ apply, changes: placed, weight: weigh(changes) }];
  });
  const least = Math.min(...found.map(({ weight }) => weight));
  return [found.filter(({ weight }) => weight === least)];
};

/** Nothing that the text said may be lost for a branch where another one keeps it. */
function weigh(changes: readonly Change[]): number {
  return changes.reduce((sum, { after }) => sum + (after === undefined ? LOSS : 1), 0);
}

const LOSS = 1_000;
