import type { SchemaNode } from "../schema-model/index.ts";
import { type Formula, TRUE } from "./formula.ts";
import type { Specs } from "./specs.ts";
import type { EvaluatedItems, EvaluatedKeys } from "./unevaluated-atoms.ts";

/** Which keys `node` and the schemas beside it evaluate, and on what condition. */
export function evaluatedKeys(root: SchemaNode, specs: Specs): EvaluatedKeys[] {
  return besides(root, "object", specs).flatMap(([node, when]) => {
    const { properties, patternProperties, additionalProperties, unevaluatedProperties } = node;
    const all = additionalProperties !== null || (node !== root && unevaluatedProperties !== null);
    if (!all && properties.size === 0 && patternProperties.length === 0) return [];
    const patterns = patternProperties.map(({ pattern }) =>
      specs.texts.pattern(pattern, node.pointer, "patternProperties"),
    );
    return [{ keys: { id: node.id, names: properties, patterns, all }, when }];
  });
}

/** As evaluatedKeys, of items. */
export function evaluatedItems(root: SchemaNode, specs: Specs): EvaluatedItems[] {
  return besides(root, "array", specs).flatMap(([node, when]) => {
    const all = node.items !== null || (node !== root && node.unevaluatedItems !== null);
    const before = all ? Number.POSITIVE_INFINITY : node.prefixItems.length;
    const found: EvaluatedItems[] = before > 0 ? [{ before, matching: null, when }] : [];
    if (node.contains?.evaluates) found.push({ before: 0, matching: specs.node(node.contains.node), when });
    return found;
  });
}

/** The node and all that apply with it, each with what must hold for its evaluations to count. */
function besides(root: SchemaNode, kind: "array" | "object", specs: Specs): [SchemaNode, Formula][] {
  const { formulas } = specs;
  const found: [SchemaNode, Formula][] = [];
  const visit = (node: SchemaNode, when: Formula): void => {
    found.push([node, when]);
    const beside = (id: number, ...further: readonly Formula[]): void =>
      visit(specs.nodeOf(id), formulas.and(when, specs.node(id).formula(kind), ...further));
    for (const { node: id } of node.references) beside(id);
    for (const id of [...node.allOf, ...node.anyOf, ...node.oneOf]) beside(id);
    if (node.condition !== null) {
      const { test, whenTrue, whenFalse } = node.condition;
      const holds = specs.node(test).formula(kind);
      beside(test);
      if (whenTrue !== null) beside(whenTrue, holds);
      if (whenFalse !== null) beside(whenFalse, formulas.not(holds));
    }
    if (kind !== "object") return;
    for (const { property, node: id } of node.dependentSchemas) beside(id, specs.has(property));
  };
  visit(root, TRUE);
  return found;
}
