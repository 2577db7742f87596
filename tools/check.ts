/** `npm test` and CI: every check in order, all of them even when one fails, and one plain line of figures last. */
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { checkImports } from "./check-imports.ts";
import { checkCodeSize } from "./code-size.ts";
import { runTool } from "./run-tool.ts";
import { readTestResult, type TestFigures } from "./test-result.ts";

const resultFile = "build/vitest.json";
/** Read by the CI script after the run. */
const summaryFile = "build/check-summary.txt";

const checks: readonly { readonly name: string; run(): Promise<boolean> | boolean }[] = [
  { name: "types", run: async () => (await runTool("tsc", ["--noEmit", "-p", "."])).status === 0 },
  { name: "types of the page", run: async () => (await runTool("tsc", ["--noEmit", "-p", "web"])).status === 0 },
  {
    name: "types of the report's page",
    run: async () => (await runTool("tsc", ["--noEmit", "-p", "src/evaluate/report/page"])).status === 0,
  },
  {
    name: "lint and format",
    run: async () => (await runTool("biome", ["ci", "--diagnostic-level=error", "--colors=off", "."])).status === 0,
  },
  { name: "imports", run: checkImports },
  { name: "code size", run: checkCodeSize },
  { name: "tests", run: runTests },
];

async function runTests(): Promise<boolean> {
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${resultFile}`];
  return (await runTool("vitest", ["run", ...reporters])).status === 0;
}

/** A failed check beside the tests counts as one failure, so that "0 failed" is only printed when all is well. */
function summarise(tests: TestFigures | null, failedChecks: readonly string[]): string {
  const beside = failedChecks.filter((name) => name !== "tests" || tests === null || tests.failed === 0).length;
  const { passed, failed, skipped } = tests ?? { passed: 0, failed: 0, skipped: 0 };
  return `${passed} passed, ${failed + beside} failed, ${skipped} skipped`;
}

mkdirSync("build", { recursive: true });
for (const file of [resultFile, summaryFile]) rmSync(file, { force: true });
const failedChecks: string[] = [];
for (const { name, run } of checks) {
  process.stdout.write(`\n== ${name}\n`);
  if (!(await run())) failedChecks.push(name);
}
const summary = summarise(readTestResult(resultFile), failedChecks);
writeFileSync(summaryFile, `${summary}\n`);
if (failedChecks.length > 0) process.stdout.write(`\nfailed: ${failedChecks.join(", ")}\n`);
process.stdout.write(`\n${summary}\n`);
process.exitCode = failedChecks.length > 0 ? 1 : 0;
