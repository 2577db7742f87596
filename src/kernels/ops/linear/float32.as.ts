import { Vector } from "../../wasm/simd/vector.as";

/** out[r] = row r . x * scales[r] for one token, four rows at a time. */
export function vectorFloat32(out: usize, x: usize, weights: usize, scales: usize, columns: i32, rows: i32): void {
  const stride = (<usize>columns) << 2;
  let r = 0;
  for (; r + 3 < rows; r += 4) {
    v128.store(out, f32x4.mul(fourRows(x, weights, stride), v128.load(scales)));
    weights += stride << 2;
    scales += 16;
    out += 16;
  }
  for (; r < rows; r++) {
    store<f32>(out, oneRow(x, weights, stride) * load<f32>(scales));
    weights += stride;
    scales += 4;
    out += 4;
  }
}

/** `stride` is the byte length of a row. */
function fourRows(x: usize, row0: usize, stride: usize): v128 {
  const row1 = row0 + stride;
  const row2 = row1 + stride;
  const row3 = row2 + stride;
  let sum0 = f32x4.splat(0);
  let sum1 = f32x4.splat(0);
  let sum2 = f32x4.splat(0);
  let sum3 = f32x4.splat(0);
  const vectorEnd = stride & ~15;
  let c: usize = 0;
  for (; c < vectorEnd; c += 16) {
    const values = v128.load(x + c);
    sum0 = f32x4.relaxed_madd(v128.load(row0 + c), values, sum0);
    sum1 = f32x4.relaxed_madd(v128.load(row1 + c), values, sum1);
    sum2 = f32x4.relaxed_madd(v128.load(row2 + c), values, sum2);
    sum3 = f32x4.relaxed_madd(v128.load(row3 + c), values, sum3);
  }
  let total = Vector.sums(sum0, sum1, sum2, sum3);
  for (; c < stride; c += 4) {
    const column = f32x4(load<f32>(row0 + c), load<f32>(row1 + c), load<f32>(row2 + c), load<f32>(row3 + c));
    total = f32x4.relaxed_madd(column, v128.load32_splat(x + c), total);
  }
  return total;
}

function oneRow(x: usize, row: usize, stride: usize): f32 {
  let sum = f32x4.splat(0);
  const vectorEnd = stride & ~15;
  let c: usize = 0;
  for (; c < vectorEnd; c += 16) sum = f32x4.relaxed_madd(v128.load(row + c), v128.load(x + c), sum);
  let total = Vector.sum(sum);
  for (; c < stride; c += 4) total += load<f32>(row + c) * load<f32>(x + c);
  return total;
}
