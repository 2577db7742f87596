// Hot: pairs of adjacent vectors run the same chain, which V8's --experimental-wasm-revectorize joins to 256 bit.
import { PowerOfTwo } from "../../wasm/simd/power-of-two.as";

/** -log2(e), and all bits but the sign: literals in a loop would be built anew in every round. */
const CONSTANTS = memory.data<f32>([-1.44269504088896341]);
const MAGNITUDE = memory.data<i32>([0x7fffffff]);

class Silu {
  /** gate / (1 + e^-gate), from t = e^-|gate| so that no exponential overflows: 1/(1 + t) or t/(1 + t). */
  @inline
  static of(
    gate: v128,
    factor: v128,
    magnitude: v128,
    c1: v128,
    c2: v128,
    c3: v128,
    c4: v128,
    c5: v128,
    one: v128,
    magic: v128,
    least: v128,
    bias: v128,
  ): v128 {
    const x = f32x4.mul(v128.and(gate, magnitude), factor);
    const t = PowerOfTwo.of(x, c1, c2, c3, c4, c5, one, magic, least, bias);
    const part = v128.bitselect(t, one, i32x4.shr_s(gate, 31));
    return f32x4.div(f32x4.mul(gate, part), f32x4.add(t, one));
  }
}

/** out = gate / (1 + e^-gate) * up over `length` float32 values at byte addresses. */
export function swiglu(out: usize, gate: usize, up: usize, length: i32): void {
  const factor = v128.load32_splat(CONSTANTS);
  const magnitude = v128.load32_splat(MAGNITUDE);
  const c1 = PowerOfTwo.constant(0);
  const c2 = PowerOfTwo.constant(1);
  const c3 = PowerOfTwo.constant(2);
  const c4 = PowerOfTwo.constant(3);
  const c5 = PowerOfTwo.constant(4);
  const one = PowerOfTwo.constant(5);
  const magic = PowerOfTwo.constant(6);
  const least = PowerOfTwo.constant(7);
  const bias = PowerOfTwo.bias();
  for (const end = out + ((<usize>(length & ~7)) << 2); out < end; out += 32) {
    const left = Silu.of(v128.load(gate), factor, magnitude, c1, c2, c3, c4, c5, one, magic, least, bias);
    const right = Silu.of(v128.load(gate, 16), factor, magnitude, c1, c2, c3, c4, c5, one, magic, least, bias);
    const first = f32x4.mul(left, v128.load(up));
    const second = f32x4.mul(right, v128.load(up, 16));
    v128.store(out, first);
    v128.store(out, second, 16);
    gate += 32;
    up += 32;
  }
  for (const end = out + ((<usize>(length & 7)) << 2); out < end; out += 4) {
    const one4 = Silu.of(v128.load32_splat(gate), factor, magnitude, c1, c2, c3, c4, c5, one, magic, least, bias);
    v128.store32_lane(out, f32x4.mul(one4, v128.load32_splat(up)), 0);
    gate += 4;
    up += 4;
  }
}
