// Only what measures the machine; no kernel of the engine.

/**
 * Reads `bytes` (a multiple of 256) once and folds them into out [64 bytes], to measure the memory's speed: as four streams side by
 * side, which a core's prefetchers serve faster than one, in pairs of chains that V8 joins to 256 bit.
 */
export function readAll(out: usize, first: usize, bytes: usize): void {
  let a = i32x4.splat(0);
  let b = i32x4.splat(0);
  let c = i32x4.splat(0);
  let d = i32x4.splat(0);
  const part = bytes >> 2;
  let second = first + part;
  let third = second + part;
  let fourth = third + part;
  for (const end = second; first < end; first += 64) {
    a = v128.xor(a, v128.load(first));
    b = v128.xor(b, v128.load(first, 16));
    c = v128.xor(c, v128.load(first, 32));
    d = v128.xor(d, v128.load(first, 48));
    a = v128.xor(a, v128.load(second));
    b = v128.xor(b, v128.load(second, 16));
    c = v128.xor(c, v128.load(second, 32));
    d = v128.xor(d, v128.load(second, 48));
    a = v128.xor(a, v128.load(third));
    b = v128.xor(b, v128.load(third, 16));
    c = v128.xor(c, v128.load(third, 32));
    d = v128.xor(d, v128.load(third, 48));
    a = v128.xor(a, v128.load(fourth));
    b = v128.xor(b, v128.load(fourth, 16));
    c = v128.xor(c, v128.load(fourth, 32));
    d = v128.xor(d, v128.load(fourth, 48));
    second += 64;
    third += 64;
    fourth += 64;
  }
  v128.store(out, a);
  v128.store(out, b, 16);
  v128.store(out, c, 32);
  v128.store(out, d, 48);
}
