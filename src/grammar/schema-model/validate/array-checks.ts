import { pointerTo } from "../json-pointer.ts";
import { equalityKey, isJsonArray } from "../json-value.ts";
import type { SchemaNode } from "../model.ts";
import { type Check, type CheckMaker, checkPart, createError } from "./check.ts";

export const ARRAY_CHECKS: readonly CheckMaker[] = [checkCount, checkUnique, checkItems, checkContains];

function checkCount(node: SchemaNode): Check | null {
  const { minItems, maxItems } = node;
  if (minItems === 0 && maxItems === Infinity) return null;
  return (place, outcome) => {
    if (!isJsonArray(place.value)) return;
    const found = `${place.value.length} items`;
    if (place.value.length < minItems) {
      outcome.fail(createError(place, node, { keyword: "minItems", expected: `${minItems} or more items`, found }));
    }
    if (place.value.length > maxItems) {
      outcome.fail(createError(place, node, { keyword: "maxItems", expected: `at most ${maxItems} items`, found }));
    }
  };
}

function checkUnique(node: SchemaNode): Check | null {
  if (!node.uniqueItems) return null;
  return (place, outcome) => {
    if (!isJsonArray(place.value)) return;
    const first = new Map<string, number>();
    for (const [index, item] of place.value.entries()) {
      const key = equalityKey(item);
      const earlier = first.get(key);
      if (earlier === undefined) first.set(key, index);
      else {
        const found = `items ${earlier} and ${index} are equal`;
        outcome.fail(createError(place, node, { keyword: "uniqueItems", expected: "items that all differ", found }));
      }
    }
  };
}

function checkItems(node: SchemaNode): Check | null {
  const { prefixItems, items } = node;
  if (prefixItems.length === 0 && items === null) return null;
  return (place, outcome, run) => {
    if (!isJsonArray(place.value)) return;
    for (const [index, item] of place.value.entries()) {
      const id = prefixItems[index] ?? items;
      if (id === null) return;
      const keyword = index < prefixItems.length ? "prefixItems" : "items";
      checkPart({ node, keyword }, id, place.child(index, item), outcome, run);
      outcome.markEvaluated(index);
    }
  };
}

function checkContains(node: SchemaNode): Check | null {
  if (node.contains === null) return null;
  const { node: id, min, max, evaluates } = node.contains;
  return (place, outcome, run) => {
    if (!isJsonArray(place.value)) return;
    const matching: number[] = [];
    for (const [index, item] of place.value.entries()) {
      if (run.evaluate(id, place.child(index, item)).isValid) matching.push(index);
    }
    if (evaluates) for (const index of matching) outcome.markEvaluated(index);
    const found = `${matching.length} of ${place.value.length} items match`;
    if (matching.length < min) {
      const keyword = matching.length === 0 ? "contains" : "minContains";
      const expected = `${min} or more items that match "${pointerTo(node.pointer, "contains")}"`;
      outcome.fail(createError(place, node, { keyword, expected, found }));
    }
    if (matching.length > max) {
      const expected = `at most ${max} items that match "${pointerTo(node.pointer, "contains")}"`;
      outcome.fail(createError(place, node, { keyword: "maxContains", expected, found }));
    }
  };
}
