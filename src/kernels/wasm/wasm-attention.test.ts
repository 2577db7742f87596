import { describeAttention } from "../testing/attention.suite.ts";
import { createWasmBackend } from "./wasm-backend.ts";

const MEBIBYTE = 1 << 20;

describeAttention("wasm, 1 thread,", () => createWasmBackend({ threads: 1 }));
describeAttention("wasm, 2 threads,", () => createWasmBackend({ threads: 2 }));
describeAttention("wasm, 2 threads, memories of 1 MiB,", () =>
  createWasmBackend({ threads: 2, memoryLimitBytes: MEBIBYTE }),
);
