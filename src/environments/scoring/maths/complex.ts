/** A complex number in double precision. */
export interface Complex {
  readonly re: number;
  readonly im: number;
}

export const ONE: Complex = { re: 1, im: 0 };
export const I: Complex = { re: 0, im: 1 };

export const plus = (a: Complex, b: Complex): Complex => ({ re: a.re + b.re, im: a.im + b.im });
export const minus = (a: Complex, b: Complex): Complex => ({ re: a.re - b.re, im: a.im - b.im });
export const times = (a: Complex, b: Complex): Complex => ({
  re: a.re * b.re - a.im * b.im,
  im: a.re * b.im + a.im * b.re,
});
export const scaled = (a: Complex, factor: number): Complex => ({ re: a.re * factor, im: a.im * factor });
export const absolute = ({ re, im }: Complex): number => Math.hypot(re, im);

export function over(a: Complex, b: Complex): Complex {
  const size = b.re * b.re + b.im * b.im;
  return scaled(times(a, { re: b.re, im: -b.im }), 1 / size);
}

export function exponential({ re, im }: Complex): Complex {
  const size = Math.exp(re);
  return im === 0 ? { re: size, im: 0 } : { re: size * Math.cos(im), im: size * Math.sin(im) };
}

/** Principal branch, as all below. */
export function logarithm(a: Complex): Complex {
  return { re: Math.log(absolute(a)), im: Math.atan2(a.im, a.re) };
}

export function squareRoot(a: Complex): Complex {
  if (a.im === 0) return a.re >= 0 ? { re: Math.sqrt(a.re), im: 0 } : { re: 0, im: Math.sqrt(-a.re) };
  return raised(a, { re: 0.5, im: 0 });
}

export function raised(base: Complex, exponent: Complex): Complex {
  const isReal = base.im === 0 && exponent.im === 0 && (base.re >= 0 || Number.isInteger(exponent.re));
  if (isReal) return { re: base.re ** exponent.re, im: 0 };
  return exponential(times(exponent, logarithm(base)));
}

export const sine = ({ re, im }: Complex): Complex => ({
  re: Math.sin(re) * Math.cosh(im),
  im: Math.cos(re) * Math.sinh(im),
});
export const cosine = ({ re, im }: Complex): Complex => ({
  re: Math.cos(re) * Math.cosh(im),
  im: -Math.sin(re) * Math.sinh(im),
});
export const tangent = (a: Complex): Complex => over(sine(a), cosine(a));

export function arcsine(a: Complex): Complex {
  const inner = plus(times(I, a), squareRoot(minus(ONE, times(a, a))));
  const { re, im } = logarithm(inner);
  return { re: im, im: -re };
}

export const arccosine = (a: Complex): Complex => minus({ re: Math.PI / 2, im: 0 }, arcsine(a));

export function arctangent(a: Complex): Complex {
  const turned = times(I, a);
  return times({ re: 0, im: 0.5 }, minus(logarithm(minus(ONE, turned)), logarithm(plus(ONE, turned))));
}
