import type { AttentionShape } from "../../contract.ts";

/**
 * Causal attention with grouped heads: query head h reads key-value head floor(h / (heads / kvHeads)); token i sees keys
 * 0 .. past + i; scores are scaled by 1/sqrt(headDim). All sums in float64.
 * out, query [tokens, heads, headDim]; keys, values [>= past + tokens, kvHeads, headDim]
 */
export function attentionReference(
  out: Float32Array,
  query: Float32Array,
  keys: Float32Array,
  values: Float32Array,
  shape: AttentionShape,
): void {
  const { tokens, past, heads, kvHeads, headDim } = shape;
  for (let t = 0; t < tokens; t++) {
    for (let head = 0; head < heads; head++) {
      const at = (t * heads + head) * headDim;
      const kvHead = Math.floor(head / (heads / kvHeads));
      const weights = keyWeights(query.subarray(at, at + headDim), keys, kvHead, past + t + 1, shape);
      for (let i = 0; i < headDim; i++) {
        let sum = 0;
        for (let k = 0; k < weights.length; k++) sum += weights[k]! * values[(k * kvHeads + kvHead) * headDim + i]!;
        out[at + i] = sum;
      }
    }
  }
}

/** Softmax of the scaled scores of one query against the first `seen` keys. */
function keyWeights(
  query: Float32Array,
  keys: Float32Array,
  kvHead: number,
  seen: number,
  shape: AttentionShape,
): Float64Array {
  const { kvHeads, headDim } = shape;
  const weights = new Float64Array(seen);
  let largest = Number.NEGATIVE_INFINITY;
  for (let k = 0; k < seen; k++) {
    let score = 0;
    for (let i = 0; i < headDim; i++) score += query[i]! * keys[(k * kvHeads + kvHead) * headDim + i]!;
    weights[k] = score / Math.sqrt(headDim);
    largest = Math.max(largest, weights[k]!);
  }
  let sum = 0;
  for (let k = 0; k < seen; k++) {
    weights[k] = Math.exp(weights[k]! - largest);
    sum += weights[k]!;
  }
  return weights.map((weight) => weight / sum);
}
