import { Decimal } from "../schema-model/index.ts";
import type { NumberAtom } from "./atoms.ts";
import { atomsOf, FALSE, type Formula, type Formulas, TRUE } from "./formula.ts";
import { magnitudesOf, scaled } from "./number-range.ts";
import { parseNumberText } from "./number-text.ts";

/** Multiples of each step that are tried behind each cut: enough to find one that is no multiple of the other steps. */
const TRIES = 12;
/** How far the search goes; no bound of a schema lies beyond (see LARGEST_EXPONENT). */
const MARGIN = 2;

/** Whether a number whose spelling starts with `text` meets the formula: tries the values around its bounds and multiples of its steps. */
export function numberCanMeet(formula: Formula, text: string, formulas: Formulas): boolean {
  if (formula === TRUE || formula === FALSE) return formula === TRUE;
  const atoms = atomsOf([formula]) as NumberAtom[];
  const cuts = atoms.flatMap((atom) => atom.cuts);
  const steps = atoms.flatMap((atom) => (atom.step === null ? [] : [atom.step]));
  const { negative, fraction, exponent } = parseNumberText(text);
  const smallest = Math.max(0, ...[...cuts, ...steps].map((value) => -value.exponent)) + MARGIN;
  const spelled = (fraction ?? "").length + (exponent === null ? 0 : EXPONENT_REACH);
  const scale = smallest * 2 + spelled;
  const units = steps.map((step) => scaled(step, scale));
  const common = units.reduce(leastCommonMultiple, 1n);
  const places = placesOf(cuts) + placesOf(steps) + String(common).length - (units.length > 0 ? scale : 0) + MARGIN;
  const edges = cuts.filter((cut) => cut.isZero || cut.negative === negative).map((cut) => scaled(cut, scale));
  const meets = (magnitude: bigint): boolean => {
    const value = Decimal.parse(`${negative ? "-" : ""}${magnitude}e-${scale}`);
    return value !== null && formulas.evaluate(formula, (atom) => (atom as NumberAtom).holds(value));
  };
  edges.sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  const ranges = magnitudesOf(text, scale, Math.max(places, MARGIN), smallest);
  return ranges.some(({ low, high }) => {
    const starts = [low, ...edges.filter((edge) => edge > low && edge < high)];
    return starts.some((start, index) => segmentMeets(start, starts[index + 1] ?? high, [...units, common], meets));
  });
}

/** Exponents of three digits, as NumberText allows them. */
const EXPONENT_REACH = 1000;

/** From `start` on and below `end`, between which only multiples change anything. */
function segmentMeets(
  start: bigint,
  end: bigint,
  steps: readonly bigint[],
  meets: (value: bigint) => boolean,
): boolean {
  if (meets(start)) return true;
  // One and three units lie off all steps, since the scale is finer than they are.
  for (const offset of [1n, 3n]) if (start + offset < end && meets(start + offset)) return true;
  for (const step of steps) {
    let multiple = (start / step + 1n) * step;
    for (let tries = 0; tries < TRIES && multiple < end; tries++, multiple += step) if (meets(multiple)) return true;
  }
  return false;
}

function placesOf(values: readonly Decimal[]): number {
  return Math.max(0, ...values.map((value) => value.digits.length + value.exponent));
}

function leastCommonMultiple(a: bigint, b: bigint): bigint {
  let [x, y] = [a, b];
  while (y !== 0n) [x, y] = [y, x % y];
  return (a / x) * b;
}
