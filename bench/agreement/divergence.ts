/** How far one model's next-token distribution is from another's, given the logits of both. */
export interface Divergence {
  /** Kullback-Leibler divergence of `other` from `base`, in nats: sum of p (log p - log q). */
  readonly kl: number;
  /** Whether both find the same token most likely. */
  readonly sameTop: boolean;
}

/** Distribution of one row of logits, in float64. */
function logProbabilities(logits: Float32Array): Float64Array {
  let highest = Number.NEGATIVE_INFINITY;
  for (const logit of logits) highest = Math.max(highest, logit);
  let sum = 0;
  for (const logit of logits) sum += Math.exp(logit - highest);
  const log = highest + Math.log(sum);
  return Float64Array.from(logits, (logit) => logit - log);
}

export function divergence(base: Float32Array, other: Float32Array): Divergence {
  const [p, q] = [logProbabilities(base), logProbabilities(other)];
  let kl = 0;
  for (let i = 0; i < p.length; i++) kl += Math.exp(p[i]!) * (p[i]! - q[i]!);
  return { kl, sameTop: topOf(base) === topOf(other) };
}

function topOf(logits: Float32Array): number {
  let top = 0;
  for (let i = 1; i < logits.length; i++) if (logits[i]! > logits[top]!) top = i;
  return top;
}
