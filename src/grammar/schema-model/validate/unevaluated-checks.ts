import { isJsonArray, isJsonObject } from "../json-value.ts";
import type { SchemaNode } from "../model.ts";
import { type Check, type CheckMaker, checkPart } from "./check.ts";

/** For what no other keyword of the node, nor any schema for the same value, has looked at: they come last. */
export const UNEVALUATED_CHECKS: readonly CheckMaker[] = [checkUnevaluatedItems, checkUnevaluatedProperties];

function checkUnevaluatedItems(node: SchemaNode): Check | null {
  const id = node.unevaluatedItems;
  if (id === null) return null;
  return (place, outcome, run) => {
    if (!isJsonArray(place.value)) return;
    for (const [index, item] of place.value.entries()) {
      if (outcome.hasEvaluated(index)) continue;
      checkPart({ node, keyword: "unevaluatedItems" }, id, place.child(index, item), outcome, run);
    }
    outcome.markAllEvaluated();
  };
}

function checkUnevaluatedProperties(node: SchemaNode): Check | null {
  const id = node.unevaluatedProperties;
  if (id === null) return null;
  return (place, outcome, run) => {
    if (!isJsonObject(place.value)) return;
    for (const [property, value] of place.value) {
      if (outcome.hasEvaluated(property)) continue;
      checkPart({ node, keyword: "unevaluatedProperties", property }, id, place.child(property, value), outcome, run);
    }
    outcome.markAllEvaluated();
  };
}
