/** c += a b by plain loops in float64; the law for the tiled kernel. Strides are values between stored rows. */
export function referenceMatmul(
  c: Float32Array | Float64Array,
  a: ArrayLike<number>,
  b: ArrayLike<number>,
  shape: MatmulShape,
): void {
  const { rows, columns, depth, aTransposed, bTransposed } = shape;
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      let sum = 0;
      for (let k = 0; k < depth; k++) {
        const left = a[aTransposed ? k * shape.aStride + i : i * shape.aStride + k]!;
        const right = b[bTransposed ? j * shape.bStride + k : k * shape.bStride + j]!;
        sum += left * right;
      }
      c[i * shape.cStride + j]! += sum;
    }
  }
}

export interface MatmulShape {
  readonly rows: number;
  readonly columns: number;
  readonly depth: number;
  readonly aTransposed: boolean;
  readonly bTransposed: boolean;
  readonly aStride: number;
  readonly bStride: number;
  readonly cStride: number;
}
