/** out[i] = table[ids[i]]. out [count, width]; ids i32 [count]. */
export function gatherRows(out: usize, table: usize, ids: usize, count: i32, width: i32): void {
  const bytes = (<usize>width) << 2;
  for (let i = 0; i < count; i++) {
    memory.copy(out + <usize>i * bytes, table + <usize>load<i32>(ids + ((<usize>i) << 2)) * bytes, bytes);
  }
}

/** table[ids[i]] += x[i], the gradient of gatherRows. x [count, width], width a multiple of 4; ids i32 [count]. */
export function scatterAddRows(table: usize, x: usize, ids: usize, count: i32, width: i32): void {
  const bytes = (<usize>width) << 2;
  for (let r = 0; r < count; r++) {
    const row = table + <usize>load<i32>(ids + ((<usize>r) << 2)) * bytes;
    for (let i: usize = 0; i < bytes; i += 16) v128.store(row + i, f32x4.add(v128.load(row + i), v128.load(x + i)));
    x += bytes;
  }
}
