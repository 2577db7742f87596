import { Decimal } from "../schema-model/index.ts";
import type { NumberAtom } from "./atoms.ts";
import { atomsOf, FALSE, type Formula, type Formulas, TRUE } from "./formula.ts";
import { NumberSetAtom } from "./number-atoms.ts";
import { exponentsOf, magnitudesOf, scaled } from "./number-range.ts";
import { canBecome } from "./number-spelling.ts";
import {
  decimalOf,
  isReadable,
  isWholeNumber,
  MAX_WHOLE_DIGITS,
  type NumberText,
  parseNumberText,
} from "./number-text.ts";

/** Multiples of each step that are tried behind each cut: enough to find one that is no multiple of the other steps. */
const TRIES = 12;
/** Places further than the bounds and steps of a schema reach; nothing new happens there. */
const MARGIN = 2;

/** Whether a number whose spelling starts with `text` meets the formula: tries the values around its bounds and multiples of its steps. */
export function numberCanMeet(formula: Formula, text: string, formulas: Formulas): boolean {
  if (formula === TRUE || formula === FALSE) return formula === TRUE;
  const meets = (value: Decimal | null): boolean =>
    value !== null && isReadable(value) && formulas.evaluate(formula, (atom) => (atom as NumberAtom).holds(value));
  const listed = listedValues(formula);
  const parts = parseNumberText(text);
  if (listed !== null) return listed.some((value) => canBecome(parts, value) && meets(value));
  if (isWholeNumber(text) && meets(decimalOf(text))) return true;
  const atoms = atomsOf([formula]) as NumberAtom[];
  const asked: Asked = {
    cuts: atoms.flatMap((atom) => atom.cuts),
    steps: atoms.flatMap((atom) => (atom.step === null ? [] : [atom.step])),
    meets,
  };
  if (meets(nextMultiple(parts, asked.steps))) return true;
  return parts.exponent === null ? someDigitsMeet(text, asked) : someExponentMeets(text, asked);
}

/** A multiple of all steps that is spelled by a few more digits: at once what a search would find, where bounds are far. */
function nextMultiple({ negative, whole, fraction, exponent }: NumberText, steps: readonly Decimal[]): Decimal | null {
  if (whole === "" || whole === "0" || fraction !== null || exponent !== null) return null;
  const step = steps.map((part) => scaled(part, decimalsOf([part]))).reduce(leastCommonMultiple, 1n);
  const places = String(step).length;
  const start = BigInt(whole) * 10n ** BigInt(places);
  const multiple = start + ((step - (start % step)) % step);
  return Decimal.parse(`${negative ? "-" : ""}${multiple}`)!;
}

/** Values among which are all that meet the formula; null where it does not list them. */
function listedValues(formula: Formula): readonly Decimal[] | null {
  if (formula.atom instanceof NumberSetAtom) return formula.atom.cuts;
  if (formula.op !== "and" && formula.op !== "or") return null;
  const lists = formula.parts.map(listedValues);
  if (formula.op === "or") return lists.some((list) => list === null) ? null : lists.flatMap((list) => list!);
  return lists.find((list) => list !== null) ?? null;
}

/** Decimals of a number that something is asked of; beyond, nobody means them, and a model could write them for ever. */
export function mostDecimals(atoms: readonly NumberAtom[]): number {
  const values = atoms.flatMap(({ cuts, step }) => (step === null ? cuts : [...cuts, step]));
  return decimalsOf(values) + MARGIN + SPARE_DECIMALS;
}

function decimalsOf(values: readonly Decimal[]): number {
  return Math.max(0, ...values.map((value) => -value.exponent));
}

/** More decimals than bounds and steps have: those of a double in full, and some. */
const SPARE_DECIMALS = 64;

interface Asked {
  readonly cuts: readonly Decimal[];
  readonly steps: readonly Decimal[];
  meets(value: Decimal | null): boolean;
}

function someDigitsMeet(text: string, { cuts, steps, meets }: Asked): boolean {
  const { negative, whole, fraction } = parseNumberText(text);
  const smallest = decimalsOf([...cuts, ...steps]) + MARGIN;
  const scale = smallest + SPARE_DECIMALS;
  if ((fraction ?? "").length > scale) return false;
  const units = steps.map((step) => scaled(step, scale));
  const common = units.reduce(leastCommonMultiple, 1n);
  const period = units.length > 0 ? String(common).length - scale : 0;
  const begun = Math.max(placesOf(cuts), whole.length);
  const places = Math.min(Math.max(begun + placesOf(steps) + period, 0) + MARGIN, MAX_WHOLE_DIGITS + 1);
  const edges = cuts.filter((cut) => cut.isZero || cut.negative === negative).map((cut) => scaled(cut, scale));
  edges.sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  const magnitudeMeets = (magnitude: bigint): boolean =>
    meets(Decimal.parse(`${negative ? "-" : ""}${magnitude}e-${scale}`)!);
  return magnitudesOf(text, scale, places, smallest).some(({ low, high, grain }) => {
    const starts = [low, ...edges.filter((edge) => edge > low && edge < high)];
    const coarse = [...units, common].map((unit) => leastCommonMultiple(unit, grain));
    return starts.some((start, index) => segmentMeets(start, starts[index + 1] ?? high, grain, coarse, magnitudeMeets));
  });
}

/** Exponents beyond all bounds and steps that are tried all the same. */
const FAR_EXPONENTS = 16;

function someExponentMeets(text: string, { cuts, steps, meets }: Asked): boolean {
  const reaches = [...cuts, ...steps].map(({ digits, exponent }) => digits.length + Math.abs(exponent));
  const reach = Math.max(0, ...reaches) + text.length + FAR_EXPONENTS;
  const [mantissa = "", exponent = ""] = text.split("e");
  const all = exponentsOf(exponent);
  const near = all.filter((by) => Math.abs(by) <= reach);
  const far = all.filter((by) => Math.abs(by) > reach).slice(0, FAR_EXPONENTS);
  return [...near, ...far].some((by) => meets(Decimal.parse(`${mantissa}e${by}`)!));
}

/** Multiples of `grain` from `from` on and below `end`, between which only multiples of steps change anything. */
function segmentMeets(
  from: bigint,
  end: bigint,
  grain: bigint,
  steps: readonly bigint[],
  meets: (value: bigint) => boolean,
): boolean {
  const start = ((from + grain - 1n) / grain) * grain;
  if (start < end && meets(start)) return true;
  // One and three units lie off all steps, since the scale is finer than they are.
  for (const offset of [grain, 3n * grain]) if (start + offset < end && meets(start + offset)) return true;
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
