import { compareSingles, type Decision } from "./compare-singles.ts";
import type { ParseLatex } from "./latex-parser.ts";
import type { Shape } from "./shape.ts";

const unequal = (rule: string): Decision => ({ equal: false, rule });

/** Answers of one kind, element by element. Symmetric. */
export function compareShapes(gold: Shape, given: Shape, parse: ParseLatex): Decision {
  const [a, b] = [onlyItem(gold), onlyItem(given)];
  if (a.kind === "single" && b.kind === "single") return compareSingles(a.latex, b.latex, parse);
  if (a.kind === "single" || b.kind === "single" || a.kind !== b.kind) return unequal("kind");
  if (a.items.length !== b.items.length) return unequal("length");
  if (a.kind === "sequence" && b.kind === "sequence" && a.brackets !== b.brackets) return unequal("brackets");
  if (a.kind === "matrix" && b.kind === "matrix" && a.columns !== b.columns) return unequal("rows");
  if (a.items.length === 0) return { equal: true, rule: a.kind };
  const ordered = a.kind === "sequence" || a.kind === "matrix" || isNamed(a.items) !== isNamed(b.items);
  return ordered ? inOrder(a, b, parse) : inAnyOrder(a, b, parse);
}

type Composite = Exclude<Shape, { kind: "single" }>;

function inOrder(gold: Composite, given: Composite, parse: ParseLatex): Decision {
  const rules: string[] = [];
  for (const [index, item] of gold.items.entries()) {
    const decision = compareShapes(item, given.items[index]!, parse);
    if (!decision.equal) return unequal(`${gold.kind}/${decision.rule}`);
    rules.push(decision.rule);
  }
  return { equal: true, rule: `${gold.kind}/${[...new Set(rules)].sort().join("+")}` };
}

/** Each element finds another one of its own. */
function inAnyOrder(gold: Composite, given: Composite, parse: ParseLatex): Decision {
  const left = [...given.items];
  const rules: string[] = [];
  for (const item of gold.items) {
    const decisions = left.map((other) =>
      labelsAgree(item, other) ? compareShapes(item, other, parse) : unequal("label"),
    );
    const index = decisions.findIndex(({ equal }) => equal);
    if (index < 0) return unequal(`${gold.kind}/${decisions[0]?.rule ?? "length"}`);
    rules.push(decisions[index]!.rule);
    left.splice(index, 1);
  }
  return { equal: true, rule: `${gold.kind}/${[...new Set(rules)].sort().join("+")}` };
}

/** A set of one element is compared as that element. */
function onlyItem(shape: Shape): Shape {
  return shape.kind === "set" && shape.items.length === 1 ? shape.items[0]! : shape;
}

/** `x=1, y=2`: elements that are told apart by their names. */
function isNamed(items: readonly Shape[]): boolean {
  const labels = items.map((item) => (item.kind === "single" ? item.label : null));
  return labels.every((label) => label !== null) && new Set(labels).size > 1;
}

function labelsAgree(a: Shape, b: Shape): boolean {
  if (a.kind !== "single" || b.kind !== "single") return true;
  return a.label === null || b.label === null || a.label === b.label;
}
