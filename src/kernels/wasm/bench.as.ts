/** Reads `bytes` (a multiple of 64) once and folds them, to measure the memory's speed. */
export function readAll(address: usize, bytes: usize): i32 {
  let a = i32x4.splat(0);
  let b = i32x4.splat(0);
  let c = i32x4.splat(0);
  let d = i32x4.splat(0);
  for (const end = address + bytes; address < end; address += 64) {
    a = v128.xor(a, v128.load(address));
    b = v128.xor(b, v128.load(address, 16));
    c = v128.xor(c, v128.load(address, 32));
    d = v128.xor(d, v128.load(address, 48));
  }
  return i32x4.extract_lane(v128.xor(v128.xor(a, b), v128.xor(c, d)), 0);
}
