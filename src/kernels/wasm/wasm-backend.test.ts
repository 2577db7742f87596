import { describeBackend } from "../testing/backend.suite.ts";
import { createWasmBackend } from "./wasm-backend.ts";

const MEBIBYTE = 1 << 20;

describeBackend("wasm, 1 thread,", () => createWasmBackend({ threads: 1 }));
describeBackend("wasm, 2 threads,", () => createWasmBackend({ threads: 2 }));
describeBackend("wasm, 2 threads, memories of 1 MiB,", () =>
  createWasmBackend({ threads: 2, memoryLimitBytes: MEBIBYTE }),
);
describeBackend("wasm, 2 threads, fast,", () => createWasmBackend({ threads: 2, compute: "fast" }), { repacks: true });
