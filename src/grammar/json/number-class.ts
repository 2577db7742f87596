import type { Decimal } from "../schema-model/index.ts";
import type { NumberAtom } from "./atoms.ts";
import { asksOnlyForIntegers } from "./number-resolve.ts";
import { mostDecimals } from "./number-search.ts";
import { freeText, integerText, type NumberText, parseNumberText, sameReach, takesExponent } from "./number-text.ts";

/** A listed number or bound as it is compared with a spelling from its first digit on. */
interface Cut {
  readonly negative: boolean;
  /** From the first digit that is not 0. */
  readonly digits: string;
  /** Digits before the point, 0 for what is below one. */
  readonly wholeLength: number;
  /** The digits from the first before the point on, or from the first behind it where there is none before. */
  readonly spelled: string;
}

/** A step as a whole number times a power of ten. */
interface Grid {
  /** Digits behind the point that count; those behind them must be zeros. */
  readonly decimals: number;
  /** What a number without its further decimals is divided by, and that without the factors of ten; null where too large to count with. */
  readonly modulus: number | null;
  readonly odd: number;
}

/** Remainders are found digit by digit, in doubles. */
const MAX_MODULUS = 1e9;

/**
 * Tells which beginnings of a number have the same future under some atoms: those that compare alike with all bounds so far, have the same
 * remainders and stand at the same place in the syntax. So the thousand tokens of three digits lead to a few states.
 */
export class NumberClasses {
  /** Digits behind the point that may be written. */
  readonly mostDecimals: number;
  private readonly atoms: readonly NumberAtom[];
  private readonly cuts: readonly Cut[];
  private readonly grids: readonly Grid[];

  constructor(atoms: readonly NumberAtom[]) {
    this.atoms = atoms;
    this.mostDecimals = atoms.length === 0 ? Number.POSITIVE_INFINITY : mostDecimals(atoms);
    this.cuts = atoms.flatMap((atom) => atom.cuts.map(cutOf));
    this.grids = atoms.flatMap(({ step }) => (step === null ? [] : [gridOf(step)]));
  }

  /** The same for texts with the same future; for numbers of which something was asked when they began. */
  of(text: string): string {
    if (this.atoms.length === 0) return freeText(text);
    if (asksOnlyForIntegers(this.atoms)) return integerText(text);
    const parts = parseNumberText(text);
    const { negative, whole, fraction, exponent } = parts;
    if (whole === "" || exponent !== null) return text;
    const spelled = whole === "0" ? (fraction ?? "") : whole + (fraction ?? "");
    const rests = this.rests(parts);
    if (rests === null) return text;
    const isZero = !/[1-9]/.test(spelled);
    const start = `${negative ? "-" : ""}${isZero ? "0" : ""}${takesExponent(parts) ? sameReach(parts) : ""}_${whole === "0" ? 0 : whole.length}.${fraction?.length ?? ""}`;
    return `${start} ${this.orders(parts, spelled)} ${rests}`;
  }

  /** How the digits so far compare with those of each cut of the same sign. */
  private orders({ negative, whole, fraction }: NumberText, spelled: string): string {
    const length = whole === "0" ? 0 : whole.length;
    let orders = "";
    for (const cut of this.cuts) {
      if (cut.digits !== "" && cut.negative !== negative) continue;
      if (length === 1 || fraction === null) orders += order(spelled, cut.digits);
      if (fraction === null) continue;
      orders += length === cut.wholeLength ? order(spelled, cut.spelled) : length < cut.wholeLength ? "<" : ">";
    }
    return orders;
  }

  /** What steps leave over; null where every text has to be told from every other. */
  private rests(parts: NumberText): string | null {
    if (this.grids.some(({ modulus }) => modulus === null)) return null;
    const { whole, fraction } = parts;
    if (takesExponent(parts)) return this.shiftedRests(whole, fraction);
    let rests = "";
    for (const { decimals, modulus } of this.grids) {
      const counted = whole + (fraction ?? "").slice(0, decimals);
      if (modulus! > 1) rests += `${remainder(counted, modulus!)},`;
      if (fraction !== null) rests += /[1-9]/.test(fraction.slice(decimals)) ? "x" : "";
    }
    return rests;
  }

  /** The same where an exponent may move the point, so that only the digits up to the last count that is not 0, and where that stands. */
  private shiftedRests(whole: string, fraction: string | null): string {
    if (fraction === null) return this.grids.every(({ modulus }) => modulus === 1) ? "" : whole;
    const counted = fraction.replace(/0+$/, "");
    const rests = this.grids.map(({ odd }) => (odd === 1 ? "" : remainder(whole + counted, odd)));
    return `${rests.join()} ${counted.length}`;
  }
}

function cutOf({ negative, digits, exponent }: Decimal): Cut {
  const wholeLength = digits === "" ? 0 : Math.max(0, digits.length + exponent);
  // Zeros behind the point of a tiny cut that no spelling reaches need not stand there.
  const zeros = digits === "" ? 0 : Math.min(MAX_ZEROS, Math.max(0, -(digits.length + exponent)));
  return { negative, digits, wholeLength, spelled: "0".repeat(zeros) + digits };
}

const MAX_ZEROS = 2000;

function gridOf({ digits, exponent }: Decimal): Grid {
  const modulus = exponent > 9 ? Number.POSITIVE_INFINITY : Number(digits) * 10 ** Math.max(0, exponent);
  return { decimals: Math.max(0, -exponent), modulus: modulus <= MAX_MODULUS ? modulus : null, odd: Number(digits) };
}

/** Of `text` with as many digits of `digits`, behind which zeros follow. */
function order(text: string, digits: string): "<" | "=" | ">" {
  for (let index = 0; index < text.length; index++) {
    const other = digits.charCodeAt(index) || ZERO;
    const own = text.charCodeAt(index);
    if (own !== other) return own < other ? "<" : ">";
  }
  return "=";
}

const ZERO = 0x30;

function remainder(digits: string, modulus: number): number {
  let rest = 0;
  for (let index = 0; index < digits.length; index++) rest = (rest * 10 + digits.charCodeAt(index) - ZERO) % modulus;
  return rest;
}
