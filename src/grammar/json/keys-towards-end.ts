import type { Formula } from "./formula.ts";
import { collectWants, type Liveness, type ObjectPosition } from "./liveness.ts";
import { HasAtom } from "./object-atoms.ts";

/**
 * Keys with which an object comes to its end on a short way; none where it needs no more, or none was found. `open` are the names that may
 * come, in their order, `further` formulas that may as well come true. A choice for searches: a member that must be there goes before one
 * that would do.
 */
export function keysTowardsEnd(
  live: Liveness,
  position: ObjectPosition,
  open: ReadonlySet<string>,
  further: readonly Formula[],
): readonly string[] {
  const needed = neededNames(position.formula);
  const first = [...open].find((name) => needed.has(name));
  if (first !== undefined) return [first];
  const wanted = new Set<string>();
  for (const formula of [position.formula, ...further]) collectWants(formula, false, wanted);
  const helpful = [...open].filter((name) => wanted.has(name));
  if (helpful.length > 0) return helpful;
  const useful = live.usefulKeys(position);
  return useful.filter((key) => key !== null).filter((key) => live.canTakeKey(position, key));
}

/** Names of the members without which the formula never holds. */
function neededNames(formula: Formula): ReadonlySet<string> {
  const parts = formula.op === "and" ? formula.parts : [formula];
  return new Set(parts.flatMap(({ atom }) => (atom instanceof HasAtom ? [atom.name] : [])));
}
