import type { BlockCacheShape, SequenceSpan } from "../../contract.ts";
import type { ReferenceLayer } from "../../reference-block-cache.ts";
import { roundStored } from "./round-stored.ts";

/** Where position `position` of a sequence lies in a layer: the index of its token slot. */
export function slotOf(blocks: Uint32Array, blockTokens: number, position: number): number {
  return blocks[Math.floor(position / blockTokens)]! * blockTokens + (position % blockTokens);
}

/** Stores the tokens of all spans, rounded to the storage form. keys, values [tokens of all spans, kvHeads, headDim] */
export function storeKeyValuesReference(
  layer: ReferenceLayer,
  { kvHeads, headDim, blockTokens, dtype }: BlockCacheShape,
  keys: Float32Array,
  values: Float32Array,
  spans: readonly SequenceSpan[],
): void {
  let token = 0;
  for (const { tokens, past, blocks } of spans) {
    for (let t = 0; t < tokens; t++, token++) {
      const slot = slotOf(blocks, blockTokens, past + t);
      for (let head = 0; head < kvHeads; head++) {
        const from = (token * kvHeads + head) * headDim;
        const to = (slot * kvHeads + head) * headDim;
        storeHead(layer.keys.subarray(to, to + headDim), keys.subarray(from, from + headDim), dtype);
        storeHead(layer.values.subarray(to, to + headDim), values.subarray(from, from + headDim), dtype);
      }
    }
  }
}

function storeHead(target: Float32Array, source: Float32Array, dtype: BlockCacheShape["dtype"]): void {
  target.set(source);
  roundStored(target, dtype);
}
