import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["src/**/*.test.ts", "test/**/*.test.ts", "tools/**/*.test.ts", "bench/**/*.test.ts"],
    globalSetup: "test/build-once.ts",
    testTimeout: 60_000,
    maxWorkers: 2,
  },
});
