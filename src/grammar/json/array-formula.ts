import type { SchemaNode } from "../schema-model/index.ts";
import { ContainsAtom, ItemsAtom, MoreItems, UniqueAtom } from "./array-atoms.ts";
import { evaluatedItems } from "./evaluated.ts";
import type { Formula } from "./formula.ts";
import type { Specs } from "./specs.ts";
import { UnevaluatedItemsAtom } from "./unevaluated-atoms.ts";

/** What a node itself asks of an array. */
export function arrayFormula(node: SchemaNode, specs: Specs): Formula {
  const { formulas } = specs;
  const prefix = node.prefixItems.map((id) => specs.node(id));
  const rest = node.items === null ? null : specs.node(node.items);
  const parts = [ItemsAtom.at({ id: node.id, prefix, rest }, 0, formulas), MoreItems.of(node.minItems, formulas)];
  if (node.maxItems !== Number.POSITIVE_INFINITY) parts.push(formulas.not(MoreItems.of(node.maxItems + 1, formulas)));
  if (node.contains !== null) {
    const { min, max } = node.contains;
    const spec = specs.node(node.contains.node);
    parts.push(ContainsAtom.of(spec, min, formulas));
    if (max !== Number.POSITIVE_INFINITY) parts.push(formulas.not(ContainsAtom.of(spec, max + 1, formulas)));
  }
  if (node.uniqueItems) parts.push(formulas.atom(new UniqueAtom(specs.anyOfItems)));
  if (node.unevaluatedItems !== null) {
    const spec = specs.node(node.unevaluatedItems);
    parts.push(UnevaluatedItemsAtom.of(spec, 0, evaluatedItems(node, specs), formulas));
  }
  return formulas.and(...parts);
}
