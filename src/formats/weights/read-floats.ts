import { HermesError } from "../../errors.ts";
import { decodeFloats, isFloatDtype } from "../floats/float-arrays.ts";
import { quoteName } from "../quote-name.ts";
import { dtypeByteLength, elementCount } from "../safetensors/dtypes.ts";
import type { TensorView } from "../safetensors/tensor-view.ts";

/** Bytes read at a time, so that a big tensor is not held twice. A multiple of every dtype's width. */
const CHUNK_BYTES = 2 ** 20;

/**
 * Reads a whole small tensor (a norm's weight, scales) as float32, in row-major order. Memory: its values, once.
 * @throws HermesError "unsupported" for a dtype that is not floating-point; else as `TensorView.read`.
 */
export function readFloats(tensor: TensorView): Float32Array {
  const { dtype } = tensor;
  if (!isFloatDtype(dtype)) {
    const what = `dtype ${dtype} of tensor ${quoteName(tensor.name)}`;
    const message = `${tensor.path}: ${what}: expected floating-point values (F32, F16, BF16 or F8_E4M3).`;
    throw new HermesError("unsupported", message, { what, supported: ["F32", "F16", "BF16", "F8_E4M3"] });
  }
  const values = new Float32Array(elementCount(tensor.shape));
  const width = dtypeByteLength(dtype);
  const chunk = new Uint8Array(Math.min(CHUNK_BYTES, tensor.byteLength));
  for (let from = 0; from < tensor.byteLength; from += chunk.length) {
    const length = Math.min(chunk.length, tensor.byteLength - from);
    tensor.read(chunk, from, length);
    decodeFloats(dtype, chunk.subarray(0, length), values.subarray(from / width, (from + length) / width));
  }
  return values;
}
