import { bisect, gammaln } from "simple-statistics";

/** Terms of the continued fraction; it needs about as many as the root of the larger parameter. */
const MOST_TERMS = 10_000;
const PRECISION = 1e-14;
/** Stands for a zero in a denominator (Lentz's method). */
const TINY = 1e-300;

/** Chance that Student's t with `degrees` of freedom is at least as far from 0 as `t`: I_x(degrees / 2, 1/2) with x = degrees / (degrees + t²). */
export function twoSidedChance(t: number, degrees: number): number {
  return incompleteBeta(degrees / (degrees + t * t), degrees / 2, 0.5);
}

/** The t that is exceeded, on either side together, with the chance `chance`: 0.05 for intervals of 95 %. */
export function criticalT(chance: number, degrees: number): number {
  // In x = t / (1 + t), so that the search is over [0, 1].
  const t = (x: number) => x / (1 - x);
  return t(bisect((x) => twoSidedChance(t(x), degrees) - chance, 0, 1 - 1e-9, 200, 1e-13));
}

/** Regularised incomplete beta function I_x(a, b) by its continued fraction (DLMF 8.17.22), summed by Lentz's method. */
export function incompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  // The fraction converges fast below the mean; I_x(a, b) = 1 - I_{1-x}(b, a).
  if (x > (a + 1) / (a + b + 2)) return 1 - incompleteBeta(1 - x, b, a);
  const front = Math.exp(gammaln(a + b) - gammaln(a) - gammaln(b) + a * Math.log(x) + b * Math.log(1 - x));
  return front / a / continuedFraction(x, a, b);
}

function continuedFraction(x: number, a: number, b: number): number {
  let numerator = 1;
  let denominator = 0;
  let value = 1;
  for (let term = 1; term <= MOST_TERMS; term++) {
    const coefficient = coefficientOf(term, x, a, b);
    denominator = 1 / (1 + coefficient * denominator || TINY);
    numerator = 1 + coefficient / numerator || TINY;
    const factor = numerator * denominator;
    value *= factor;
    if (Math.abs(factor - 1) < PRECISION) break;
  }
  return value;
}

/** d_term of DLMF 8.17.23. */
function coefficientOf(term: number, x: number, a: number, b: number): number {
  const m = Math.floor(term / 2);
  const place = a + 2 * m;
  return term % 2 === 0
    ? (m * (b - m) * x) / ((place - 1) * place)
    : (-(a + m) * (a + b + m) * x) / (place * (place + 1));
}
