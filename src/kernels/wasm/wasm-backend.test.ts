import { expect, it } from "vitest";
import { describeAnalytic } from "../testing/analytic.suite.ts";
import { describeBackend } from "../testing/backend.suite.ts";
import { describeLifecycle } from "../testing/lifecycle.suite.ts";
import { createWasmBackend } from "./wasm-backend.ts";

/** Holds one panel of the widest matrix beside the scratch. */
const SMALL_MEMORY_BYTES = 5 << 18;

describeAnalytic("wasm", () => createWasmBackend({ threads: 1 }));
describeLifecycle("wasm", () => createWasmBackend({ threads: 2 }));
describeBackend("wasm, 1 thread,", () => createWasmBackend({ threads: 1 }));
describeBackend("wasm, 2 threads,", () => createWasmBackend({ threads: 2 }));
describeBackend("wasm, 2 threads, small memories,", () =>
  createWasmBackend({ threads: 2, memoryLimitBytes: SMALL_MEMORY_BYTES }),
);
describeBackend("wasm, 2 threads, fast,", () => createWasmBackend({ threads: 2, compute: "fast" }), { repacks: true });

it.each([{ threads: 0 }, { threads: 1.5 }, { memoryLimitBytes: 1000 }])("refuses the options %j", async (options) => {
  await expect(createWasmBackend(options)).rejects.toMatchObject({ code: "kernel-misuse" });
});
