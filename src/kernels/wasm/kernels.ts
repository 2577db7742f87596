/** The exports of inference.wasm. Addresses are byte addresses in the instance's memory; counts and strides stand in the kernels. */
export interface InferenceKernels {
  add(x: number, y: number, length: number): void;
  attention(
    out: number,
    query: number,
    keys: number,
    values: number,
    scores: number,
    tokens: number,
    past: number,
    heads: number,
    kvHeads: number,
    headDim: number,
    firstHead: number,
    endHead: number,
  ): void;
  decode(storage: number, out: number, source: number, count: number): void;
  embedRow(storage: number, out: number, row: number, columns: number, scale: number): void;
  linearFloat(
    storage: number,
    out: number,
    outStride: number,
    x: number,
    weights: number,
    scales: number,
    columns: number,
    rows: number,
    tokens: number,
    tileFrom: number,
    scratch: number,
  ): void;
  linearInt8(
    out: number,
    outStride: number,
    x: number,
    weights: number,
    scales: number,
    columns: number,
    rows: number,
    tokens: number,
    scratch: number,
  ): void;
  linearInt8ScratchBytes(columns: number, tokens: number): number;
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
  softmax(x: number, rows: number, width: number): void;
  swiglu(out: number, gate: number, up: number, length: number): void;
}

/** One instance of the kernels on one memory. */
export function instantiateKernels(module: WebAssembly.Module, memory: WebAssembly.Memory): InferenceKernels {
  const instance = new WebAssembly.Instance(module, { env: { memory } });
  return instance.exports as unknown as InferenceKernels;
}
