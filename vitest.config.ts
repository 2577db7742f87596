import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["{src,test,tools,bench,web}/**/*.test.{ts,tsx}"],
    globalSetup: "test/build-once.ts",
    testTimeout: 60_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
  },
});
