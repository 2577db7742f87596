// Hot: it allocates nothing.
import { elementsOp, elementsWord, LANES } from "./command.ts";
import type { InferenceKernels } from "./kernels.ts";

/** Values are shared out by cache lines, so that no two threads write to one. */
const VALUES_STEP = 16;

/** One lane's share of the ELEMENTS command in `words`; `floats` are the same words as float32. */
export function computeElements(
  words: Int32Array,
  floats: Float32Array,
  kernels: InferenceKernels,
  lane: number,
): void {
  const op = words[elementsWord.op]!;
  const count = words[elementsWord.count]!;
  const step = op === elementsOp.rmsNorm ? 1 : VALUES_STEP;
  const share = Math.ceil(count / words[LANES]! / step) * step;
  const start = Math.min(count, lane * share);
  const length = Math.min(count - start, share);
  if (length === 0) return;
  const width = words[elementsWord.width]!;
  const offset = start * width * 4;
  const out = (words[elementsWord.out]! >>> 0) + offset;
  const first = (words[elementsWord.first]! >>> 0) + offset;
  const second = words[elementsWord.second]! >>> 0;
  if (op === elementsOp.add) kernels.add(out, first, length);
  else if (op === elementsOp.swiglu) kernels.swiglu(out, first, second + offset, length);
  else kernels.rmsNorm(out, first, second, length, width, floats[elementsWord.epsilon]!);
}
