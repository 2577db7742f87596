import { createRandom } from "../../random.ts";
import { evaluate, variablesOf } from "./evaluate.ts";
import type { Expression } from "./expression.ts";
import { type Rational, rational } from "./rational.ts";
import { sameValue } from "./value.ts";

/** Whether two expressions have the same value, and how that was seen; "unknown" where they have no value that can be computed. */
export type Comparison =
  | { readonly outcome: "same" | "different"; readonly rule: "exact_value" | "numeric_value" | "five_points" }
  | { readonly outcome: "unknown" };

const POINTS = 5;
/** Points drawn before giving up, for expressions that are not defined everywhere. */
const MAX_DRAWS = 20;
/** More letters are words. */
const MAX_VARIABLES = 4;

/**
 * Numbers are compared exactly where both are rational, else with a relative tolerance of 1e-9. Expressions with letters are compared at
 * five random points of both signs, the same ones in every run: two that agree there but differ elsewhere do not occur by accident.
 */
export function compareValues(a: Expression, b: Expression): Comparison {
  const names = [...new Set([...variablesOf(a), ...variablesOf(b)])].sort();
  if (names.length > MAX_VARIABLES) return { outcome: "unknown" };
  return names.length === 0 ? compareNumbers(a, b) : compareAtPoints(a, b, names);
}

function compareNumbers(a: Expression, b: Expression): Comparison {
  const nowhere = new Map<string, Rational>();
  const [x, y] = [evaluate(a, nowhere), evaluate(b, nowhere)];
  if (!x || !y) return { outcome: "unknown" };
  const rule = x.exact && y.exact ? "exact_value" : "numeric_value";
  return { outcome: sameValue(x, y) ? "same" : "different", rule };
}

function compareAtPoints(a: Expression, b: Expression, names: readonly string[]): Comparison {
  const random = createRandom("points of comparison");
  let seen = 0;
  for (let draw = 0; draw < MAX_DRAWS && seen < POINTS; draw++) {
    const point = new Map(names.map((name) => [name, rational(BigInt(random.integer(-61, 61)), 17n)!]));
    const [x, y] = [evaluate(a, point), evaluate(b, point)];
    if (!x && !y) continue;
    if (!x || !y || !sameValue(x, y)) return { outcome: "different", rule: "five_points" };
    seen++;
  }
  return seen === POINTS ? { outcome: "same", rule: "five_points" } : { outcome: "unknown" };
}
