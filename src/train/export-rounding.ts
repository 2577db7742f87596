// Runs once a step at the end of a run, so it works in place and row by row.
import { decodeFloat8Array, quantizeFloat8Row, roundToBfloat16 } from "../formats/index.ts";
import type { ParameterTable } from "./parameters.ts";

/** Replaces every weight [table.count] by the value a reader of the exported model gets: projections through float8 and a
 * bfloat16 scale a row, the rest through bfloat16. */
export function roundAsExported(weights: Float32Array, table: ParameterTable): void {
  for (const { kind, offset, rows, columns } of table.parameters) {
    const codes = new Uint8Array(columns);
    for (let row = 0; row < rows; row++) {
      const first = offset + row * columns;
      const values = weights.subarray(first, first + columns);
      if (kind === "projection") {
        const scale = quantizeFloat8Row(values, codes);
        decodeFloat8Array(codes, values);
        for (let i = 0; i < columns; i++) values[i]! *= scale;
      } else {
        for (let i = 0; i < columns; i++) values[i] = roundToBfloat16(values[i]!);
      }
    }
  }
}
