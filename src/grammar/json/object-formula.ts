import type { SchemaNode } from "../schema-model/index.ts";
import { evaluatedKeys } from "./evaluated.ts";
import { type Formula, TRUE } from "./formula.ts";
import { KeysAtom, MoreAtom, NamesAtom } from "./object-atoms.ts";
import type { Specs } from "./specs.ts";
import { UnevaluatedKeysAtom } from "./unevaluated-atoms.ts";

/** What a node itself asks of an object. */
export function objectFormula(node: SchemaNode, specs: Specs): Formula {
  const { formulas } = specs;
  const parts = [memberFormula(node, specs), MoreAtom.of(node.minProperties, formulas)];
  const has = (name: string): Formula => specs.has(name);
  for (const name of node.required) parts.push(has(name));
  if (node.maxProperties !== Number.POSITIVE_INFINITY) {
    parts.push(formulas.not(MoreAtom.of(node.maxProperties + 1, formulas)));
  }
  if (node.propertyNames !== null) {
    const names = specs.node(node.propertyNames).formula("string");
    parts.push(names === TRUE ? TRUE : formulas.atom(new NamesAtom(names)));
  }
  for (const { property, required } of node.dependentRequired) {
    parts.push(formulas.or(formulas.not(has(property)), formulas.and(...required.map(has))));
  }
  if (node.unevaluatedProperties !== null) {
    parts.push(UnevaluatedKeysAtom.of(specs.node(node.unevaluatedProperties), evaluatedKeys(node, specs), formulas));
  }
  return formulas.and(...parts);
}

function memberFormula(node: SchemaNode, specs: Specs): Formula {
  const { properties, patternProperties, additionalProperties } = node;
  if (properties.size === 0 && patternProperties.length === 0 && additionalProperties === null) return TRUE;
  const schemas = {
    id: node.id,
    order: specs.order[node.id]!,
    properties: new Map(Array.from(properties, ([name, id]) => [name, specs.node(id)] as const)),
    patterns: patternProperties.map(({ pattern, node: id }) => ({
      pattern: specs.texts.pattern(pattern, node.pointer, "patternProperties"),
      spec: specs.node(id),
    })),
    additional: additionalProperties === null ? null : specs.node(additionalProperties),
  };
  return specs.formulas.atom(new KeysAtom(schemas));
}
