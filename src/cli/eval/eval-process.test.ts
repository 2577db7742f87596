/** The real command with the embedded model, in processes that are killed and interrupted. */
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { SampleRow } from "../../evaluate/index.ts";
import { findModelFolder } from "../model-folder.ts";
import { HermesProcess } from "../serve/test-process.ts";

const hasModel = existsSync(join(findModelFolder("nano"), "config.json"));
const command = [
  "eval",
  "arithmetic",
  "units",
  "--limit",
  "6",
  "--seed",
  "7",
  "--temperature",
  "0.7",
  "--samples",
  "2",
];

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "hermes-eval-process-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const start = (name: string): HermesProcess => new HermesProcess([...command, "--out", join(folder, name)]);
const linesOf = (name: string): string[] => {
  const path = join(folder, name, "samples.jsonl");
  return existsSync(path) ? readFileSync(path, "utf8").split("\n").slice(0, -1) : [];
};
const figuresOf = (name: string): string => readFileSync(join(folder, name, "metrics.json"), "utf8");

/** Rows without times, in an order of their own. */
const essence = (name: string): string[] =>
  linesOf(name)
    .map((line) => JSON.parse(line) as SampleRow)
    .map(({ latencyMs: _latency, scoringMs: _scoring, ...row }) => JSON.stringify(row))
    .sort();

async function waitForLines(name: string, count: number): Promise<void> {
  while (linesOf(name).length < count) await new Promise((resolve) => setTimeout(resolve, 5));
}

describe.skipIf(!hasModel)("hermes eval (skipped: models/nano missing)", () => {
  test("killed and taken up again, it ends as a run that was never cut; so does one that Ctrl-C stopped", async () => {
    expect(await start("whole").exit).toBe(0);
    const total = linesOf("whole").length;
    expect(total).toBeGreaterThan(100);

    const killed = start("killed");
    await waitForLines("killed", 20);
    killed.signal("SIGKILL");
    expect(await killed.exit).toBe("SIGKILL");
    expect(linesOf("killed").length).toBeLessThan(total);
    const last = start("killed");
    expect(await last.exit).toBe(0);
    expect(last.errors).toMatch(/going on: \d+ of \d+ samples are there/);

    const stopped = start("stopped");
    await waitForLines("stopped", 10);
    stopped.signal("SIGINT");
    expect(await stopped.exit).toBe(130);
    expect(stopped.errors).toContain("what is asked already is answered first");
    expect(JSON.parse(figuresOf("stopped"))).toMatchObject({ complete: false });
    expect(await start("stopped").exit).toBe(0);

    for (const name of ["killed", "stopped"]) {
      expect(essence(name)).toEqual(essence("whole"));
      expect(figuresOf(name)).toBe(figuresOf("whole"));
    }
  }, 60_000);
});
