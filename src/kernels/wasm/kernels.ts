/** The exports of inference.wasm. Addresses are byte addresses in the instance's memory; counts and strides stand in the kernels. */
export interface InferenceKernels {
  add(x: number, y: number, length: number): void;
  attend(
    out: number,
    outStride: number,
    query: number,
    queryStride: number,
    tokens: number,
    group: number,
    firstPosition: number,
    blocks: number,
    layer: number,
    kvHead: number,
    kvHeads: number,
    headDim: number,
    blockTokens: number,
    form: number,
    scratch: number,
  ): void;
  attendScratchBytes(rows: number, headDim: number): number;
  decode(storage: number, out: number, source: number, count: number): void;
  decodeFloat8Blocks(
    out: number,
    source: number,
    columns: number,
    rows: number,
    blockColumns: number,
    scales: number,
    scaleStride: number,
  ): void;
  embedRow(storage: number, out: number, row: number, columns: number, scale: number): void;
  keyValueHeadBytes(form: number, headDim: number, blockTokens: number): number;
  linearFloat(
    storage: number,
    out: number,
    outStride: number,
    x: number,
    weights: number,
    scales: number,
    scaleStride: number,
    columns: number,
    blockColumns: number,
    rows: number,
    tokens: number,
    tileFrom: number,
    scratch: number,
  ): void;
  linearInt8(
    form: number,
    out: number,
    outStride: number,
    q: number,
    blockScales: number,
    weights: number,
    scales: number,
    columns: number,
    rows: number,
    tokens: number,
    scratch: number,
  ): void;
  linearInt8ScratchBytes(): number;
  quantizeTokens(
    form: number,
    q: number,
    blockScales: number,
    x: number,
    columns: number,
    tokens: number,
    tail: number,
  ): void;
  repackInt8(
    storage: number,
    out: number,
    scales: number,
    source: number,
    rowBytes: number,
    columns: number,
    rows: number,
    scratch: number,
  ): void;
  repackInt8ScratchBytes(): number;
  rmsNorm(out: number, x: number, weight: number, tokens: number, width: number, epsilon: number): void;
  rotary(x: number, cosines: number, sines: number, tokens: number, heads: number, headDim: number): void;
  storeKeyValues(
    layer: number,
    slots: number,
    keys: number,
    values: number,
    tokens: number,
    kvHeads: number,
    headDim: number,
    blockTokens: number,
    form: number,
    scratch: number,
  ): void;
  swiglu(out: number, gate: number, up: number, length: number): void;
  tokenBytes(columns: number): number;
  tokenScaleBytes(columns: number): number;
}

/** One instance of the kernels on one memory. */
export function instantiateKernels(module: WebAssembly.Module, memory: WebAssembly.Memory): InferenceKernels {
  const instance = new WebAssembly.Instance(module, { env: { memory } });
  return instance.exports as unknown as InferenceKernels;
}
