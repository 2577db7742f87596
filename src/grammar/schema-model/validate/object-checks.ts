import { pointerTo } from "../json-pointer.ts";
import { isJsonObject } from "../json-value.ts";
import type { SchemaNode } from "../model.ts";
import { type Check, type CheckMaker, checkPart, createError, type TextChecks } from "./check.ts";
import { InstancePlace } from "./instance-place.ts";
import { patternAt } from "./string-checks.ts";

export const OBJECT_CHECKS: readonly CheckMaker[] = [
  checkCount,
  checkRequired,
  checkDependentRequired,
  checkNames,
  checkMembers,
];

function checkCount(node: SchemaNode): Check | null {
  const { minProperties, maxProperties } = node;
  if (minProperties === 0 && maxProperties === Infinity) return null;
  return (place, outcome) => {
    if (!isJsonObject(place.value)) return;
    const found = `${place.value.size} members`;
    if (place.value.size < minProperties) {
      const expected = `${minProperties} or more members`;
      outcome.fail(createError(place, node, { keyword: "minProperties", expected, found }));
    }
    if (place.value.size > maxProperties) {
      const expected = `at most ${maxProperties} members`;
      outcome.fail(createError(place, node, { keyword: "maxProperties", expected, found }));
    }
  };
}

function checkRequired(node: SchemaNode): Check | null {
  if (node.required.length === 0) return null;
  return (place, outcome) => {
    if (!isJsonObject(place.value)) return;
    for (const property of node.required) {
      if (place.value.has(property)) continue;
      const expected = `the member ${JSON.stringify(property)}`;
      outcome.fail(createError(place, node, { keyword: "required", expected, found: "none", property }));
    }
  };
}

function checkDependentRequired(node: SchemaNode): Check | null {
  if (node.dependentRequired.length === 0) return null;
  return (place, outcome) => {
    if (!isJsonObject(place.value)) return;
    for (const { property: given, required, keyword } of node.dependentRequired) {
      if (!place.value.has(given)) continue;
      const schemaPointer = pointerTo(pointerTo(node.pointer, keyword), given);
      for (const property of required) {
        if (place.value.has(property)) continue;
        const expected = `the member ${JSON.stringify(property)} beside ${JSON.stringify(given)}`;
        outcome.fail(createError(place, node, { keyword, expected, found: "none", property, schemaPointer }));
      }
    }
  };
}

function checkNames(node: SchemaNode): Check | null {
  const id = node.propertyNames;
  if (id === null) return null;
  return (place, outcome, run) => {
    if (!isJsonObject(place.value)) return;
    for (const property of place.value.keys()) {
      // A name is no part of the value with a pointer of its own: its errors are told as one of the object.
      const [error] = run.evaluate(id, new InstancePlace(property)).errors;
      if (error === undefined) continue;
      const expected = `a member's name to be ${error.expected}`;
      const found = JSON.stringify(property);
      outcome.fail(createError(place, node, { keyword: "propertyNames", expected, found, property }));
    }
  };
}

function checkMembers(node: SchemaNode, texts: TextChecks): Check | null {
  const { properties, additionalProperties } = node;
  if (properties.size === 0 && node.patternProperties.length === 0 && additionalProperties === null) return null;
  const patterns = node.patternProperties.map(({ pattern, node: id }) => ({
    id,
    matches: patternAt(
      texts,
      pattern,
      pointerTo(pointerTo(node.pointer, "patternProperties"), pattern),
      "patternProperties",
    ),
  }));
  return (place, outcome, run) => {
    if (!isJsonObject(place.value)) return;
    for (const [property, value] of place.value) {
      const part = place.child(property, value);
      const named = properties.get(property);
      let isAdditional = named === undefined;
      if (named !== undefined) checkPart({ node, keyword: "properties", property }, named, part, outcome, run);
      for (const { id, matches } of patterns) {
        if (!matches(property)) continue;
        isAdditional = false;
        checkPart({ node, keyword: "patternProperties", property }, id, part, outcome, run);
      }
      if (isAdditional) {
        if (additionalProperties === null) continue;
        checkPart({ node, keyword: "additionalProperties", property }, additionalProperties, part, outcome, run);
      }
      outcome.markEvaluated(property);
    }
  };
}
