import type { ParseLatex } from "./latex-parser.ts";
import { readDecimal, readFraction, readInteger } from "./literal.ts";
import { plainText } from "./plain-text.ts";
import { compareValues } from "./same-everywhere.ts";
import { exactly, sameValue } from "./value.ts";

/** The rule that decided, for the log; "unknown" is unequal because nothing could be computed. */
export interface Decision {
  readonly equal: boolean;
  readonly rule: string;
}

/** Two answers that are no lists, in plain LaTeX. Symmetric. */
export function compareSingles(gold: string, given: string, parse: ParseLatex): Decision {
  const [a, b] = [plainText(gold), plainText(given)];
  if (a === b) return { equal: a !== "", rule: "plain_text" };
  if (a === "" || b === "") return { equal: false, rule: "plain_text" };
  return compareLiterals(a, b) ?? compareEquations(gold, given, parse) ?? compareParsed(gold, given, parse);
}

/**
 * A whole number only equals one that is written as such, and fractions must be written alike: a problem that asks for a reduced
 * fraction is not solved by another one.
 */
function compareLiterals(a: string, b: string): Decision | null {
  const integers = [readInteger(a), readInteger(b)];
  if (integers.some((value) => value !== null)) return { equal: integers[0] === integers[1], rule: "integer" };
  const fractions = [readFraction(a), readFraction(b)];
  if (fractions[0] && fractions[1]) return { equal: fractions[0] === fractions[1], rule: "fraction" };
  const decimals = [exactly(readDecimal(a)), exactly(readDecimal(b))];
  if (decimals[0] && decimals[1]) return { equal: sameValue(decimals[0], decimals[1]), rule: "exact_value" };
  return null;
}

/** Equations are equal when the differences of their sides are, up to the sign. Null where neither is an equation. */
function compareEquations(gold: string, given: string, parse: ParseLatex): Decision | null {
  const [a, b] = [gold.split("="), given.split("=")];
  if (a.length === 1 && b.length === 1) return null;
  if (a.length !== 2 || b.length !== 2) return { equal: false, rule: "equation" };
  const difference = ([left, right]: readonly string[]) => `(${left})-(${right})`;
  const same = compareParsed(difference(a), difference(b), parse);
  return { ...(same.equal ? same : compareParsed(difference(a), difference([...b].reverse()), parse)) };
}

function compareParsed(gold: string, given: string, parse: ParseLatex): Decision {
  const expected = parse(gold);
  const found = expected && parse(given);
  if (!expected || !found) return { equal: false, rule: "unknown" };
  const comparison = compareValues(expected, found);
  if (comparison.outcome === "unknown") return { equal: false, rule: "unknown" };
  return { equal: comparison.outcome === "same", rule: comparison.rule };
}
