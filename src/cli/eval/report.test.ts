import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { rowsOf, sampleRow, writeRun } from "../../evaluate/testing/written-run.ts";
import { runTestCli } from "../test-terminal.ts";

describe("hermes eval report", () => {
  test("writes table and page beside the run, and says where", async () => {
    const folder = await writeRun({ rows: rowsOf([1, 0]) });
    const { exitCode, output, errors } = await runTestCli(["eval", "report", folder]);
    expect({ exitCode, output, errors }).toEqual({
      exitCode: 0,
      output: `${folder}/report.md\n${folder}/report.html\n`,
      errors: "2 samples\n",
    });
    expect(readFileSync(join(folder, "report.md"), "utf8")).toContain("| sums | – | 50.0");
  });

  test("several runs in another folder; unsafe texts only when asked for", async () => {
    const rows = [sampleRow({ task: "xstest", itemId: "3", category: "contrast_homonyms" })];
    const folders = [await writeRun({ rows: rowsOf([1]) }), await writeRun({ rows, tasks: [{ id: "xstest" }] })];
    const out = join(folders[0]!, "new", "reports");
    const { errors } = await runTestCli(["eval", "report", ...folders, "--out", out]);
    expect(errors).toBe("2 samples; the texts of 1 are not in it\n");
    const { output } = await runTestCli(["eval", "report", ...folders, "--out", out, "--with-unsafe", "--json"]);
    expect(JSON.parse(output)).toMatchObject({ samples: 2, withTexts: 2, page: join(out, "report.html") });
  });

  test("a folder without a run", async () => {
    const { exitCode, errors } = await runTestCli(["eval", "report", "/nowhere"]);
    expect(exitCode).toBe(1);
    expect(errors).toContain("/nowhere holds no run");
  });
});
