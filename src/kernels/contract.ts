/**
 * What a compute backend promises. Operations are recorded in order and take effect before the next `read` resolves;
 * a CPU backend simply runs them at once. Everything is row-major. No code lives here.
 */

/** Storage form of a matrix. Dequantising is always a multiplication: value = stored * scale. */
export type WeightDtype =
  | { readonly kind: "float32" }
  | { readonly kind: "float16" }
  | { readonly kind: "bfloat16" }
  /** float8 e4m3fn bytes; one scale a row (a tensor-wide scale is repeated by the loader). [rows] */
  | { readonly kind: "float8"; readonly rowScales: Float32Array }
  /** Signed bytes; one scale a row. [rows] */
  | { readonly kind: "int8"; readonly rowScales: Float32Array };

/** A matrix that can be read piece by piece, so that no loader ever holds more than the target memory. */
export interface MatrixSource {
  readonly name: string;
  readonly rows: number;
  readonly columns: number;
  readonly dtype: WeightDtype;
  /** Writes rows [firstRow, firstRow + rowCount) as stored bytes, little-endian, into `target`. */
  readRows(target: Uint8Array, firstRow: number, rowCount: number): void;
}

/** float32 storage owned by a backend, or a window into one. */
export interface FloatBuffer {
  /** Number of float32 values. */
  readonly length: number;
  /** A window that shares storage with this buffer; disposing a window does nothing. */
  slice(start: number, length: number): FloatBuffer;
  dispose(): void;
}

/** A weight matrix [rows, columns] in the backend's own form. */
export interface Matrix {
  readonly rows: number;
  readonly columns: number;
  /** Bytes this matrix occupies in backend memory. */
  readonly byteLength: number;
  dispose(): void;
}

export interface NormShape {
  readonly tokens: number;
  readonly width: number;
  readonly epsilon: number;
}

export interface RotaryShape {
  readonly tokens: number;
  readonly heads: number;
  readonly headDim: number;
  /** Position of the first token; the others follow. */
  readonly firstPosition: number;
}

export interface AttentionShape {
  /** Query tokens in this call; token i sits at position past + i and sees keys 0 .. past + i. */
  readonly tokens: number;
  readonly past: number;
  readonly heads: number;
  readonly kvHeads: number;
  readonly headDim: number;
}

export interface Backend {
  readonly name: string;
  createBuffer(length: number): FloatBuffer;
  write(buffer: FloatBuffer, values: Float32Array): void;
  /** A copy of the buffer's values after everything recorded so far. */
  read(buffer: FloatBuffer): Promise<Float32Array>;
  loadMatrix(source: MatrixSource): Promise<Matrix>;

  /** out[t] = table row of tokens[t]. out [tokens, columns] */
  embed(out: FloatBuffer, table: Matrix, tokens: Uint32Array): void;
  /** out = x / sqrt(mean(x^2) + epsilon) * weight, per row. out, x [tokens, width]; weight [width] (Zhang & Sennrich 2019) */
  rmsNorm(out: FloatBuffer, x: FloatBuffer, weight: FloatBuffer, shape: NormShape): void;
  /** out = x * matrix^T. x [tokens, columns], out [tokens, rows] */
  linear(out: FloatBuffer, x: FloatBuffer, matrix: Matrix, tokens: number): void;
  /** Rotates pairs (i, i + headDim/2) of every head in place. x [tokens, heads, headDim]; frequencies [headDim/2], radians a position (Su et al. 2021) */
  rotary(x: FloatBuffer, frequencies: FloatBuffer, shape: RotaryShape): void;
  /**
   * Causal attention with grouped heads, scaled by 1/sqrt(headDim).
   * out, query [tokens, heads, headDim]; keys, values [>= past + tokens, kvHeads, headDim]
   */
  attention(out: FloatBuffer, query: FloatBuffer, keys: FloatBuffer, values: FloatBuffer, shape: AttentionShape): void;
  /** out = silu(gate) * up, element by element over `length` values. */
  swiglu(out: FloatBuffer, gate: FloatBuffer, up: FloatBuffer, length: number): void;
  /** x += y over `length` values. */
  add(x: FloatBuffer, y: FloatBuffer, length: number): void;
  /** Rows of x become probabilities in place. x [rows, width] */
  softmax(x: FloatBuffer, rows: number, width: number): void;

  /** Bytes now held by live buffers and matrices; 0 again when all are disposed. */
  readonly liveBytes: number;
  /** Frees everything and ends the backend's threads. Harmless when repeated. */
  dispose(): Promise<void>;
}
