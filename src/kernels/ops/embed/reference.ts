/** Where reference ops read weights: value (row, column), scaled. */
export interface ReadableMatrix {
  readonly rows: number;
  readonly columns: number;
  value(row: number, column: number): number;
}

/** out[t] = table row of tokens[t]. out [tokens, columns] */
export function embedReference(out: Float32Array, table: ReadableMatrix, tokens: Uint32Array): void {
  tokens.forEach((token, t) => {
    for (let column = 0; column < table.columns; column++) out[t * table.columns + column] = table.value(token, column);
  });
}
