import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { readTestResult } from "./test-result.ts";

const results = (...states: string[]) => states.map((status) => ({ status }));

function reportFile(report: object): string {
  const folder = mkdtempSync(join(tmpdir(), "hermes-result-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, "report.json"), JSON.stringify(report));
  return join(folder, "report.json");
}

test("counts tests by state, and a file that fails outside its tests as one failure", () => {
  const path = reportFile({
    testResults: [
      { status: "failed", assertionResults: results("passed", "failed", "failed", "skipped") },
      { status: "failed", assertionResults: [] },
      { status: "passed", assertionResults: results("passed", "pending", "todo") },
    ],
  });
  expect(readTestResult(path)).toEqual({ passed: 2, failed: 3, skipped: 3 });
});

test("is null without a report", () => {
  expect(readTestResult("/nowhere/report.json")).toBeNull();
});
