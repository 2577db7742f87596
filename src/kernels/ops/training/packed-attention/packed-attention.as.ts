import { exp1, exp4, max4, sum4 } from "../exp/exp.as";
import { matmul } from "../matmul/matmul.as";

/** Query rows worked on at once. A block multiplies all keys up to its last row, so small blocks waste little of the
 * causal triangle and large ones feed the matrix product; 96 is a multiple of the tile's six rows. */
const BLOCK: i32 = 96;

/** Floats of attention probabilities a sample of `length` tokens keeps for its backward pass, for one head. */
export function attentionKeptFloats(length: i32): i32 {
  let floats = 0;
  for (let first = 0; first < length; first += BLOCK) {
    const end = min(first + BLOCK, length);
    floats += (end - first) * end;
  }
  return floats;
}

/** Bytes of scratch the backward pass needs beside the matrix product's own, for samples up to `length` tokens. */
export function attentionScratchBytes(length: i32): i32 {
  return BLOCK * length * 4;
}

/** Row i of scores [rows, width] becomes softmax over its first `first + i + 1` entries; the others become 0. */
function causalSoftmax(scores: usize, rows: i32, width: i32, first: i32, scale: f32): void {
  for (let i = 0; i < rows; i++) {
    const row = scores + ((<usize>(i * width)) << 2);
    const end = (<usize>(first + i + 1)) << 2;
    const whole = end & ~15;
    let highests = f32x4.splat(-Infinity);
    for (let j: usize = 0; j < whole; j += 16) highests = f32x4.pmax(highests, v128.load(row + j));
    let highest = max4(highests);
    for (let j = whole; j < end; j += 4) highest = max(highest, load<f32>(row + j));
    const scales = f32x4.splat(scale);
    const shift = f32x4.splat(highest * scale);
    let sums = f32x4.splat(0);
    for (let j: usize = 0; j < whole; j += 16) {
      const value = exp4(f32x4.sub(f32x4.mul(v128.load(row + j), scales), shift));
      v128.store(row + j, value);
      sums = f32x4.add(sums, value);
    }
    let sum = sum4(sums);
    for (let j = whole; j < end; j += 4) {
      const value = exp1(load<f32>(row + j) * scale - highest * scale);
      store<f32>(row + j, value);
      sum += value;
    }
    const inverse: f32 = 1 / sum;
    const inverses = f32x4.splat(inverse);
    for (let j: usize = 0; j < whole; j += 16) v128.store(row + j, f32x4.mul(v128.load(row + j), inverses));
    for (let j = whole; j < end; j += 4) store<f32>(row + j, load<f32>(row + j) * inverse);
    memory.fill(row + end, 0, ((<usize>width) << 2) - end);
  }
}

/** gradients = probabilities * (gradients - rowsum(probabilities * gradients)) * scale, in place: softmax backward. */
function softmaxBackward(gradients: usize, probabilities: usize, rows: i32, width: i32, scale: f32): void {
  const bytes = (<usize>width) << 2;
  const whole = bytes & ~15;
  for (let i = 0; i < rows; i++) {
    let sums = f32x4.splat(0);
    for (let j: usize = 0; j < whole; j += 16) {
      sums = f32x4.relaxed_madd(v128.load(gradients + j), v128.load(probabilities + j), sums);
    }
    let sum = sum4(sums);
    for (let j = whole; j < bytes; j += 4) sum += load<f32>(gradients + j) * load<f32>(probabilities + j);
    const shift = f32x4.splat(sum);
    const scales = f32x4.splat(scale);
    for (let j: usize = 0; j < whole; j += 16) {
      const value = f32x4.mul(f32x4.sub(v128.load(gradients + j), shift), v128.load(probabilities + j));
      v128.store(gradients + j, f32x4.mul(value, scales));
    }
    for (let j = whole; j < bytes; j += 4) {
      store<f32>(gradients + j, (load<f32>(gradients + j) - sum) * load<f32>(probabilities + j) * scale);
    }
    gradients += bytes;
    probabilities += bytes;
  }
}

/** Causal grouped-query attention inside one sample. qkv [length, (heads + 2 kvHeads) * headDim]: queries, keys, values;
 * out [length, heads * headDim]; kept receives heads * attentionKeptFloats(length) probabilities. */
export function attentionForward(
  out: usize,
  kept: usize,
  qkv: usize,
  length: i32,
  heads: i32,
  kvHeads: i32,
  headDim: i32,
  scratch: usize,
): void {
  const stride = (heads + 2 * kvHeads) * headDim;
  const outStride = heads * headDim;
  const scale: f32 = 1 / sqrt<f32>(<f32>headDim);
  for (let h = 0; h < heads; h++) {
    const group = h / (heads / kvHeads);
    const keys = qkv + ((<usize>((heads + group) * headDim)) << 2);
    const values = keys + ((<usize>(kvHeads * headDim)) << 2);
    for (let first = 0; first < length; first += BLOCK) {
      const end = min(first + BLOCK, length);
      const rows = end - first;
      const queries = qkv + ((<usize>(first * stride + h * headDim)) << 2);
      matmul(kept, end, queries, stride, 0, keys, stride, 1, rows, end, headDim, 0, scratch);
      causalSoftmax(kept, rows, end, first, scale);
      const target = out + ((<usize>(first * outStride + h * headDim)) << 2);
      matmul(target, outStride, kept, end, 0, values, stride, 0, rows, headDim, end, 0, scratch);
      kept += (<usize>(rows * end)) << 2;
    }
  }
}

/** Gradient of attentionForward. dQkv as qkv and zeroed by the caller; dOut as out; kept as the forward pass left it.
 * scratch: matrix product scratch; work: attentionScratchBytes(length). */
export function attentionBackward(
  dQkv: usize,
  dOut: usize,
  kept: usize,
  qkv: usize,
  length: i32,
  heads: i32,
  kvHeads: i32,
  headDim: i32,
  scratch: usize,
  work: usize,
): void {
  const stride = (heads + 2 * kvHeads) * headDim;
  const outStride = heads * headDim;
  const scale: f32 = 1 / sqrt<f32>(<f32>headDim);
  for (let h = 0; h < heads; h++) {
    const group = h / (heads / kvHeads);
    const keyOffset = (<usize>((heads + group) * headDim)) << 2;
    const valueOffset = keyOffset + ((<usize>(kvHeads * headDim)) << 2);
    for (let first = 0; first < length; first += BLOCK) {
      const end = min(first + BLOCK, length);
      const rows = end - first;
      const queryOffset = (<usize>(first * stride + h * headDim)) << 2;
      const gradient = dOut + ((<usize>(first * outStride + h * headDim)) << 2);
      matmul(dQkv + valueOffset, stride, kept, end, 1, gradient, outStride, 0, end, headDim, rows, 1, scratch);
      matmul(work, end, gradient, outStride, 0, qkv + valueOffset, stride, 1, rows, end, headDim, 0, scratch);
      softmaxBackward(work, kept, rows, end, scale);
      matmul(dQkv + queryOffset, stride, work, end, 0, qkv + keyOffset, stride, 0, rows, headDim, end, 0, scratch);
      matmul(dQkv + keyOffset, stride, work, end, 1, qkv + queryOffset, stride, 0, end, headDim, rows, 1, scratch);
      kept += (<usize>(rows * end)) << 2;
    }
  }
}
