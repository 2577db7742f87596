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
  /** float8 e4m3fn bytes; one scale a block, the last ones of a row or column ragged. [ceil(rows / blockRows), ceil(columns / blockColumns)] */
  | {
      readonly kind: "float8-blocks";
      readonly blockRows: number;
      readonly blockColumns: number;
      readonly blockScales: Float32Array;
    }
  /** Signed bytes; one scale a row. [rows] */
  | { readonly kind: "int8"; readonly rowScales: Float32Array };

/** Bytes in a file that is open in this process. */
export interface FileRange {
  readonly descriptor: number;
  /** Bytes from the start of the file. */
  readonly offset: number;
  readonly byteLength: number;
}

/** A matrix that can be read piece by piece, so that no loader ever holds more than the target memory. */
export interface MatrixSource {
  readonly name: string;
  readonly rows: number;
  readonly columns: number;
  readonly dtype: WeightDtype;
  /** Writes rows [firstRow, firstRow + rowCount) as stored bytes, little-endian, into `target`. */
  readRows(target: Uint8Array, firstRow: number, rowCount: number): void;
  /**
   * For sources that lie in a file as they are: where. A backend may then read rows itself, on several threads at once; when
   * one fails, it asks `readRows`, which knows what to say.
   */
  locate?(): FileRange;
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
  readonly heads: number;
  readonly headDim: number;
}

/** Storage form of cached keys and values. int8 has one float32 scale a token and key-value head. */
export type CacheDtype = "float32" | "float16" | "int8";

export interface BlockCacheShape {
  readonly layers: number;
  readonly kvHeads: number;
  readonly headDim: number;
  /** Tokens a block holds; a multiple of 4. */
  readonly blockTokens: number;
  readonly blocks: number;
  readonly dtype: CacheDtype;
}

/** Keys and values of all layers in equal blocks. Which block belongs to whom is the caller's business. */
export interface BlockCache {
  readonly shape: BlockCacheShape;
  /** Bytes of all blocks; memory is touched only as blocks are written. */
  readonly byteLength: number;
  /** Bytes of one block over all layers, as `readBlock` gives them. */
  readonly blockByteLength: number;
  dispose(): void;
}

/** One sequence's part of a step. The tokens of all spans lie one after the other in the step's buffers. */
export interface SequenceSpan {
  /** New tokens, at positions past .. past + tokens - 1; token i sees positions 0 .. past + i. */
  readonly tokens: number;
  /** Tokens of the sequence that the cache holds already. */
  readonly past: number;
  /** Blocks of the sequence in order, with room for past + tokens tokens: position p lies in blocks[p / blockTokens]. */
  readonly blocks: Uint32Array;
}

export interface Backend {
  readonly name: string;
  /** Whether stored weights are used as they are, or in a faster form with another rounding. */
  readonly arithmetic: "exact" | "fast";
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
  /**
   * Rotates pairs (i, i + headDim/2) of every head in place (Su et al. 2021).
   * x [tokens, heads, headDim]; frequencies [headDim/2], radians a position; positions [tokens]. Frequencies are float64: at
   * position 131,071 a frequency rounded to float32 is off by a thousandth of a radian.
   */
  rotary(x: FloatBuffer, frequencies: Float64Array, positions: Uint32Array, shape: RotaryShape): void;

  /** A cache whose blocks hold nothing yet. */
  createBlockCache(shape: BlockCacheShape): BlockCache;
  /** Stores the rotated keys and the values of a step's tokens in `layer`. keys, values [tokens of all spans, kvHeads, headDim] */
  storeKeyValues(
    cache: BlockCache,
    layer: number,
    keys: FloatBuffer,
    values: FloatBuffer,
    spans: readonly SequenceSpan[],
  ): void;
  /**
   * Causal attention with grouped heads, scaled by 1/sqrt(headDim), over what `cache` holds of each span's sequence; the
   * step's own tokens must be stored before. out, query [tokens of all spans, heads, headDim]
   */
  attention(
    out: FloatBuffer,
    query: FloatBuffer,
    cache: BlockCache,
    layer: number,
    spans: readonly SequenceSpan[],
    heads: number,
  ): void;
  /** A copy of one block over all layers, in the backend's own layout. [blockByteLength] */
  readBlock(cache: BlockCache, block: number): Promise<Uint8Array>;
  /** Puts back what `readBlock` gave, into any block of a cache of the same shape but for `blocks`. */
  writeBlock(cache: BlockCache, block: number, bytes: Uint8Array): void;
  /** out = silu(gate) * up, element by element over `length` values. */
  swiglu(out: FloatBuffer, gate: FloatBuffer, up: FloatBuffer, length: number): void;
  /** x += y over `length` values. */
  add(x: FloatBuffer, y: FloatBuffer, length: number): void;

  /** Bytes now held by live buffers and matrices; 0 again when all are disposed. */
  readonly liveBytes: number;
  /** Frees everything and ends the backend's threads. Harmless when repeated. */
  dispose(): Promise<void>;
}
