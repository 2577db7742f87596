import { ItemsAtom, MoreItems, UniqueAtom } from "./array-atoms.ts";
import { KINDS, type Kind, type Spec } from "./atoms.ts";
import { FALSE, type Formula, TRUE } from "./formula.ts";
import { AboveAtom, IntegerAtom, NumberSetAtom } from "./number-atoms.ts";
import { MachineAtom } from "./text-atoms.ts";

/** At most so many different values meet a schema; Infinity where there is no end, or none is seen at a glance. */
export function mostValues(spec: Spec): number {
  let most = 0;
  for (const kind of KINDS) {
    most += mostOf(spec.formula(kind), kind);
    if (most === Number.POSITIVE_INFINITY) break;
  }
  return most;
}

/**
 * Whether an array whose items must differ asks for more of them than there are. A search would look for values one by one, and not know
 * that they are all that there are.
 */
export function asksForMoreThanThereAre(formula: Formula): boolean {
  const atoms = partsOf(formula).map(({ atom }) => atom);
  const unique = atoms.find((atom) => atom instanceof UniqueAtom);
  if (unique === undefined) return false;
  const needed = Math.max(0, ...atoms.map((atom) => (atom instanceof MoreItems ? atom.count : 0)));
  return atoms.some((atom) => {
    const spec = atom instanceof ItemsAtom ? atom.ofAll : null;
    if (spec === null || needed === 0) return false;
    return needed + ((atom as ItemsAtom).isFirst ? unique.known : 0) > mostValues(spec);
  });
}

function mostOf(formula: Formula, kind: Kind): number {
  if (formula === FALSE) return 0;
  if (kind === "null" || kind === "true" || kind === "false") return 1;
  if (formula === TRUE || kind === "array" || kind === "object") return Number.POSITIVE_INFINITY;
  switch (formula.op) {
    case "atom":
      return mostOfAtom(formula);
    case "and":
      return Math.min(wholeNumbers(formula), ...formula.parts.map((part) => mostOf(part, kind)));
    case "or":
    case "one":
      return formula.parts.reduce((sum, part) => sum + mostOf(part, kind), 0);
    default:
      return Number.POSITIVE_INFINITY;
  }
}

function mostOfAtom({ atom }: Formula): number {
  if (atom instanceof NumberSetAtom) return atom.cuts.length;
  return atom instanceof MachineAtom ? atom.words : Number.POSITIVE_INFINITY;
}

/** Between the bounds of an integer. */
function wholeNumbers(formula: Formula): number {
  if (!formula.parts.some(({ atom }) => atom instanceof IntegerAtom)) return Number.POSITIVE_INFINITY;
  let [least, most] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (const part of formula.parts) {
    if (part.atom instanceof AboveAtom) least = Math.max(least, part.atom.toNumber());
    const negated = part.op === "not" ? part.parts[0]!.atom : null;
    if (negated instanceof AboveAtom) most = Math.min(most, negated.toNumber());
  }
  const isExact = Number.isSafeInteger(Math.ceil(least)) && Number.isSafeInteger(Math.floor(most));
  return isExact ? Math.max(0, Math.floor(most) - Math.ceil(least) + 1) : Number.POSITIVE_INFINITY;
}

function partsOf(formula: Formula): readonly Formula[] {
  return formula.op === "and" ? formula.parts : [formula];
}
