/** An expression of numbers, letters and operations, by the names of MathJSON. */
export type Expression =
  | { readonly kind: "number"; readonly digits: string }
  | { readonly kind: "symbol"; readonly name: string }
  | { readonly kind: "operation"; readonly name: string; readonly operands: readonly Expression[] };

/** Operations and operands of an expression that is evaluated. */
const MAX_NODES = 400;

/** Reads MathJSON; null for what is no such expression (texts, errors of the parser, dictionaries) or is too large. */
export function readMathJson(json: unknown): Expression | null {
  const budget = { nodes: MAX_NODES };
  return readNode(json, budget);
}

function readNode(json: unknown, budget: { nodes: number }): Expression | null {
  if (--budget.nodes < 0) return null;
  if (typeof json === "number") return { kind: "number", digits: String(json) };
  if (typeof json === "string") return json.startsWith("'") ? null : { kind: "symbol", name: json };
  if (Array.isArray(json)) return readOperation(json, budget);
  if (typeof json !== "object" || json === null) return null;
  if ("num" in json) return { kind: "number", digits: String(json.num) };
  if ("sym" in json) return { kind: "symbol", name: String(json.sym) };
  return "fn" in json && Array.isArray(json.fn) ? readOperation(json.fn, budget) : null;
}

function readOperation([name, ...rest]: readonly unknown[], budget: { nodes: number }): Expression | null {
  const operands: Expression[] = [];
  for (const operand of rest) {
    const read = readNode(operand, budget);
    if (!read) return null;
    operands.push(read);
  }
  if (name === "Delimiter") return operands.length === 1 ? operands[0]! : null;
  if (name === "InvisibleOperator") {
    return { kind: "operation", name: isMixedNumber(operands) ? "Add" : "Multiply", operands: signedParts(operands) };
  }
  return { kind: "operation", name: String(name), operands };
}

/** A whole number beside a fraction of whole numbers: `7\frac{3}{4}`. */
function isMixedNumber([whole, fraction, ...rest]: readonly Expression[]): boolean {
  if (rest.length > 0 || !whole || fraction?.kind !== "operation" || fraction.name !== "Divide") return false;
  return isWhole(unsigned(whole)) && fraction.operands.every(isWhole);
}

/** `-7\frac{3}{4}` is -7 - 3/4. */
function signedParts(operands: readonly Expression[]): readonly Expression[] {
  const [whole, fraction] = operands;
  const isNegative = whole && isMixedNumber(operands) && (unsigned(whole) !== whole || isNegativeNumber(whole));
  return isNegative ? [whole, { kind: "operation", name: "Negate", operands: [fraction!] }] : operands;
}

function unsigned(expression: Expression): Expression {
  const isNegated = expression.kind === "operation" && expression.name === "Negate";
  return isNegated ? expression.operands[0]! : expression;
}

function isNegativeNumber(expression: Expression): boolean {
  return expression.kind === "number" && expression.digits.startsWith("-");
}

function isWhole(expression: Expression): boolean {
  return expression.kind === "number" && /^-?\d+$/.test(expression.digits);
}
