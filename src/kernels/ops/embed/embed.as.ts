import { decode, INT8 } from "../linear/decode.as";
import { decodePanelRow } from "../linear/panel.as";

/** out = one resting row of `columns` values times `scale`. Byte addresses; `storage` as in ops/linear/decode; int8 lies in a panel. */
export function embedRow(storage: i32, out: usize, row: usize, columns: i32, scale: f32): void {
  if (storage == INT8) {
    decodePanelRow(out, row, columns, scale);
    return;
  }
  decode(storage, out, row, columns);
  const end = out + ((<usize>columns) << 2);
  const vectorEnd = out + (((<usize>columns) << 2) & ~15);
  const scales = f32x4.splat(scale);
  for (; out < vectorEnd; out += 16) v128.store(out, f32x4.mul(v128.load(out), scales));
  for (; out < end; out += 4) store<f32>(out, load<f32>(out) * scale);
}
