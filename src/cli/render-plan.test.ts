import { describe, expect, test } from "vitest";
import { type MachineMemory, planModel } from "../model/index.ts";
import { findModelFolder } from "./model-folder.ts";
import { renderPlan } from "./render-plan.ts";
import { renderRows } from "./rows.ts";
import { runTestCli } from "./test-terminal.ts";

const model = planModel(findModelFolder("nano"), { threads: 2 });

function memoryOf(availableBytes: number): MachineMemory {
  return { totalBytes: 8e9, availableBytes, limitedBy: "container", containerLimitBytes: 4e9 };
}

describe("memory plan", () => {
  test("says what is needed, what there is and what would fit", () => {
    const { rows, fits } = renderPlan(model, memoryOf(2e9), { contextLength: 1000 });
    const text = renderRows(rows);
    expect(fits).toBe(true);
    expect(text).toMatch(/^ {2}weights +3\.3 MB as int8$/m);
    expect(text).toMatch(/^ {2}for +8,000 tokens, at most 1,000 a sequence$/m);
    expect(text).toMatch(/^fits +yes; a cache of 1,[\d,]+ tokens would be the largest$/m);
    expect(text).toMatch(/^memory available +2\.0 GB of 8\.0 GB on this container$/m);
  });

  test("says no, and what to do", () => {
    const { rows, fits } = renderPlan(model, memoryOf(5e7), {});
    expect(fits).toBe(false);
    expect(renderRows(rows)).toMatch(/^fits +no: .* needs .* has 0\.05 GB available.*smaller model\.$/m);
  });

  test("ends with 0 where it fits, with 2 for a context the model does not have", async () => {
    const { exitCode, output } = await runTestCli(["inspect", "--plan", "--compute", "exact", "nano"]);
    expect(exitCode).toBe(0);
    expect(output).toMatch(/^memory plan +--compute exact, --cache-dtype float32/m);
    expect(await runTestCli(["inspect", "--plan", "--context", "5000", "nano"])).toMatchObject({ exitCode: 2 });
  });
});
