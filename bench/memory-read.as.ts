/** Reads `bytes` (a multiple of 256) from `start` once; the result keeps the loads alive. Eight chains hide the latency. */
export function readAll(start: usize, bytes: usize): i32 {
  let a = v128.splat<i32>(0);
  let b = a;
  let c = a;
  let d = a;
  let e = a;
  let f = a;
  let g = a;
  let h = a;
  const end = start + bytes;
  for (let at = start; at < end; at += 128) {
    a = v128.or(a, v128.load(at));
    b = v128.or(b, v128.load(at, 16));
    c = v128.or(c, v128.load(at, 32));
    d = v128.or(d, v128.load(at, 48));
    e = v128.or(e, v128.load(at, 64));
    f = v128.or(f, v128.load(at, 80));
    g = v128.or(g, v128.load(at, 96));
    h = v128.or(h, v128.load(at, 112));
  }
  const all = v128.or(v128.or(v128.or(a, b), v128.or(c, d)), v128.or(v128.or(e, f), v128.or(g, h)));
  return v128.any_true(all) ? 1 : 0;
}
