import type { BlockCacheShape, SequenceSpan } from "../../contract.ts";
import type { ReferenceLayer } from "../../reference-block-cache.ts";
import { slotOf } from "../key-values/reference.ts";

/**
 * Causal attention with grouped heads: query head h reads key-value head floor(h / (heads / kvHeads)); token i of a span sees
 * its sequence's positions 0 .. past + i; scores are scaled by 1/sqrt(headDim). All sums in float64.
 * out, query [tokens of all spans, heads, headDim]
 */
export function attentionReference(
  out: Float32Array,
  query: Float32Array,
  layer: ReferenceLayer,
  shape: BlockCacheShape,
  spans: readonly SequenceSpan[],
  heads: number,
): void {
  const { kvHeads, headDim, blockTokens } = shape;
  let token = 0;
  for (const { tokens, past, blocks } of spans) {
    for (let t = 0; t < tokens; t++, token++) {
      const slots = Uint32Array.from({ length: past + t + 1 }, (_, position) => slotOf(blocks, blockTokens, position));
      for (let head = 0; head < heads; head++) {
        const at = (token * heads + head) * headDim;
        const kvHead = Math.floor(head / (heads / kvHeads));
        const weights = keyWeights(query.subarray(at, at + headDim), layer.keys, slots, kvHead, shape);
        for (let i = 0; i < headDim; i++) {
          let sum = 0;
          for (const [k, slot] of slots.entries()) {
            sum += weights[k]! * layer.values[(slot * kvHeads + kvHead) * headDim + i]!;
          }
          out[at + i] = sum;
        }
      }
    }
  }
}

/** Softmax of the scaled scores of one query against the keys in `slots`. */
function keyWeights(
  query: Float32Array,
  keys: Float32Array,
  slots: Uint32Array,
  kvHead: number,
  { kvHeads, headDim }: BlockCacheShape,
): Float64Array {
  const weights = new Float64Array(slots.length);
  let largest = Number.NEGATIVE_INFINITY;
  for (const [k, slot] of slots.entries()) {
    let score = 0;
    for (let i = 0; i < headDim; i++) score += query[i]! * keys[(slot * kvHeads + kvHead) * headDim + i]!;
    weights[k] = score / Math.sqrt(headDim);
    largest = Math.max(largest, weights[k]!);
  }
  let sum = 0;
  for (let k = 0; k < weights.length; k++) {
    weights[k] = Math.exp(weights[k]! - largest);
    sum += weights[k]!;
  }
  return weights.map((weight) => weight / sum);
}
