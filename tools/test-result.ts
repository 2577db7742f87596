import { readFileSync } from "node:fs";

export interface TestFigures {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

interface FileResult {
  readonly status: "passed" | "failed";
  readonly assertionResults: readonly { readonly status: string }[];
}

/**
 * Figures of a run from vitest's JSON report. A test file that fails outside its tests (it cannot be loaded, a hook
 * throws) counts as one failure. Null when there is no report: vitest did not get that far.
 */
export function readTestResult(path: string): TestFigures | null {
  let report: { readonly testResults: readonly FileResult[] };
  try {
    report = JSON.parse(readFileSync(path, "utf8"));
  } catch {
    return null;
  }
  const count = (file: FileResult, ...states: string[]) =>
    file.assertionResults.filter(({ status }) => states.includes(status)).length;
  let [passed, failed, skipped] = [0, 0, 0];
  for (const file of report.testResults) {
    const failedHere = count(file, "failed");
    passed += count(file, "passed");
    failed += file.status === "failed" ? Math.max(1, failedHere) : failedHere;
    skipped += count(file, "skipped", "pending", "todo", "disabled");
  }
  return { passed, failed, skipped };
}
