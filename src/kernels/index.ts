export type {
  Backend,
  BlockCache,
  BlockCacheShape,
  CacheDtype,
  FloatBuffer,
  Matrix,
  MatrixSource,
  NormShape,
  RotaryShape,
  SequenceSpan,
  WeightDtype,
} from "./contract.ts";
export { measureReadCeiling } from "./measure/read-ceiling.ts";
export { createReferenceBackend } from "./reference-backend.ts";
export { defaultThreads } from "./wasm/default-threads.ts";
export { cacheBlockByteLength, matrixByteLength } from "./wasm/footprint.ts";
export type { KernelReport } from "./wasm/prove-kernels.ts";
export type { ComputeMode } from "./wasm/storage.ts";
export { createWasmBackend, type WasmBackend, type WasmBackendOptions } from "./wasm/wasm-backend.ts";
