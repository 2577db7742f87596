import { equalityKey, isJsonArray } from "../../schema-model/index.ts";
import type { Corrector } from "./proposal.ts";
import { removePart } from "./replace.ts";

/** An item where the schema allows none; the last ones first, so that the others keep their places. */
export const removeExtraItem: Corrector = (fault) => {
  if (fault.error.property !== null || fault.steps.length === 0) return [];
  return [[removePart("extra-item", fault.steps, fault.part)]];
};

/** The later one of two equal items. */
export const removeRepeatedItem: Corrector = (fault) => {
  const { part, steps } = fault;
  if (!isJsonArray(part)) return [];
  const seen = new Set<string>();
  const index = part.findIndex((item) => seen.size === seen.add(equalityKey(item)).size);
  return index < 0 ? [] : [[removePart("repeated-item", [...steps, String(index)], part[index]!)]];
};
