import { Exponential } from "../../wasm/simd/exponential.as";

/** out = gate / (1 + e^-gate) * up over `length` float32 values at byte addresses. */
export function swiglu(out: usize, gate: usize, up: usize, length: i32): void {
  const bytes = (<usize>length) << 2;
  const vectorEnd = bytes & ~15;
  let i: usize = 0;
  for (; i < vectorEnd; i += 16) {
    const g = v128.load(gate + i);
    const sigmoid = f32x4.add(Exponential.of(f32x4.neg(g)), f32x4.splat(1));
    v128.store(out + i, f32x4.mul(f32x4.div(g, sigmoid), v128.load(up + i)));
  }
  for (; i < bytes; i += 4) {
    const g = load<f32>(gate + i);
    store<f32>(out + i, (g / (Exponential.one(-g) + 1)) * load<f32>(up + i));
  }
}
