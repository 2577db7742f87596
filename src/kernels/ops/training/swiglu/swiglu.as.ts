import { exp4 } from "../exp/exp.as";

function sigmoid4(x: v128): v128 {
  return f32x4.div(f32x4.splat(1), f32x4.add(f32x4.splat(1), exp4(f32x4.neg(x))));
}

/** out = silu(gate) * up. gateUp [tokens, 2 * width]: gate, then up; out [tokens, width]; width a multiple of 4. */
export function swigluForward(out: usize, gateUp: usize, tokens: i32, width: i32): void {
  const bytes = (<usize>width) << 2;
  for (let t = 0; t < tokens; t++) {
    for (let i: usize = 0; i < bytes; i += 16) {
      const gate = v128.load(gateUp + i);
      const up = v128.load(gateUp + bytes + i);
      v128.store(out + i, f32x4.mul(f32x4.mul(gate, sigmoid4(gate)), up));
    }
    gateUp += 2 * bytes;
    out += bytes;
  }
}

/** Gradient of swigluForward. dGateUp, gateUp [tokens, 2 * width]; dOut [tokens, width]. dGateUp may be gateUp itself. */
export function swigluBackward(dGateUp: usize, dOut: usize, gateUp: usize, tokens: i32, width: i32): void {
  const bytes = (<usize>width) << 2;
  const one = f32x4.splat(1);
  for (let t = 0; t < tokens; t++) {
    for (let i: usize = 0; i < bytes; i += 16) {
      const gate = v128.load(gateUp + i);
      const up = v128.load(gateUp + bytes + i);
      const gradient = v128.load(dOut + i);
      const gated = sigmoid4(gate);
      const silu = f32x4.mul(gate, gated);
      const slope = f32x4.mul(gated, f32x4.add(one, f32x4.sub(gate, silu)));
      v128.store(dGateUp + i, f32x4.mul(f32x4.mul(gradient, up), slope));
      v128.store(dGateUp + bytes + i, f32x4.mul(gradient, silu));
    }
    gateUp += 2 * bytes;
    dGateUp += 2 * bytes;
    dOut += bytes;
  }
}
