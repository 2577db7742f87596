import { describe, expect, test } from "vitest";
import { rowsOf, writeRun } from "../../evaluate/testing/written-run.ts";
import { runTestCli } from "../test-terminal.ts";

const worse = Array.from({ length: 40 }, (_, i) => i % 2);
const better = worse.map((value, i) => (i < 16 ? 1 : value));

async function twoRuns() {
  const a = await writeRun({ rows: rowsOf(worse) });
  const b = await writeRun({ rows: rowsOf(better), config: { seed: 2, model: "second" } });
  return { a, b };
}

describe("hermes eval compare", () => {
  test("says what is better, by how much, and what else differs", async () => {
    const { a, b } = await twoRuns();
    const { exitCode, output } = await runTestCli(["eval", "compare", a, b, "--items", "2"]);
    expect(exitCode).toBe(0);
    expect(output.replaceAll(a, "A/").replaceAll(b, "B/")).toBe(`A  made-up, A/
B  second, B/

task  thinking  A     B     B - A  95 % interval  p       items  B is
sums  off       50.0  70.0  +20.0  [+5.5, +32.6]  0.0078  40     better

sums, plain: the items that differ most
  item  category  A    B      B - A
  i0    small     0.0  100.0  +100.0
  i2    small     0.0  100.0  +100.0

differs: seed: 1 in A, 2 in B
`);
  });

  test("no difference inside the noise", async () => {
    const a = await writeRun({ rows: rowsOf(worse) });
    const b = await writeRun({ rows: rowsOf(worse.with(0, 1).with(1, 0).with(2, 1)) });
    const { output } = await runTestCli(["eval", "compare", a, b, "--json"]);
    const { tasks } = JSON.parse(output);
    expect(tasks[0].difference).toMatchObject({ mean: 0.025, verdict: "no difference", test: "permutation" });
  });

  test("tasks of other versions are not compared, and the exit code says so", async () => {
    const { a } = await twoRuns();
    const b = await writeRun({ rows: rowsOf(better, { version: "2" }), tasks: [{ id: "sums", version: "2" }] });
    const { exitCode, output } = await runTestCli(["eval", "compare", a, b]);
    expect(exitCode).toBe(1);
    expect(output).toMatch(/sums +off .* not comparable\n/);
    expect(output).toContain("not comparable: version: 1 in A, 2 in B (sums)");
  });

  test.each([
    [["--task", "words"], /--task words: only sums can be compared/],
    [["--items", "0"], /items/],
  ])("refuses %j", async (flags, message) => {
    const { a, b } = await twoRuns();
    const { exitCode, errors } = await runTestCli(["eval", "compare", a, b, ...flags]);
    expect(exitCode).toBe(2);
    expect(errors).toMatch(message);
  });

  test("a headline that is not the score stands below it", async () => {
    // 30 easy items that stay as they are, 10 hard ones of which 8 more are right: 20 points of all, 40 of a mean of two categories.
    const rows = (hard: number) => [
      ...rowsOf(Array<number>(30).fill(1), { task: "bfcl", category: "simple" }),
      ...Array.from({ length: 10 }, (_, i) => i).flatMap((i) =>
        rowsOf([Number(i < hard)], { task: "bfcl", category: "parallel", itemId: `h${i}` }),
      ),
    ];
    const [a, b] = [
      await writeRun({ rows: rows(0), tasks: [{ id: "bfcl" }] }),
      await writeRun({ rows: rows(8), tasks: [{ id: "bfcl" }] }),
    ];
    const { output } = await runTestCli(["eval", "compare", a, b]);
    expect(output).toMatch(/\nbfcl {2,}off {2,}75\.0 {2}95\.0 {2}\+20\.0 .* 40 {5}better\n/);
    expect(output).toMatch(/\n {2}mean of categories {2}off {2,}50\.0 {2}90\.0 {2}\+40\.0 .* 40 {5}better\n/);
    expect(output).toContain("bfcl is reported by its mean of categories\n");
  });

  test("no line for figures that are the score", async () => {
    const rows = [...rowsOf(worse, { task: "bfcl", category: "simple" })];
    const folder = await writeRun({ rows, tasks: [{ id: "bfcl" }] });
    const { output } = await runTestCli(["eval", "compare", folder, folder]);
    expect(output).not.toContain("mean of categories");
  });

  test("runs without a common task", async () => {
    const { a } = await twoRuns();
    const b = await writeRun({ rows: rowsOf([1], { task: "words" }), tasks: [{ id: "words" }] });
    const { exitCode, errors } = await runTestCli(["eval", "compare", a, b]);
    expect(exitCode).toBe(2);
    expect(errors).toContain("A has sums, plain, B has words, plain");
  });
});

describe("hermes eval compare --modes", () => {
  const both = { config: { modes: ["reasoning", "plain"] as const } };
  const thinking = (values: readonly number[], given = {}) => rowsOf(values, { mode: "reasoning", ...given });

  test("sets thinking against plain, item by item", async () => {
    const rows = [...thinking(better), ...rowsOf(worse)];
    rows[1] = { ...rows[1]!, overlong: true };
    const run = await writeRun({ rows, ...both });
    const { exitCode, output } = await runTestCli(["eval", "compare", run, "--modes", "--items", "1"]);
    expect(exitCode).toBe(0);
    expect(output.replaceAll(run, "RUN/")).toBe(`A  without thinking, made-up, RUN/
B  with thinking, the same run

task  thinking  A     B     B - A  95 % interval  p       items  B is
sums  off, on   50.0  70.0  +20.0  [+5.5, +32.6]  0.0078  40     better

sums, plain and reasoning: the items that differ most
  item  category  A    B      B - A
  i0    small     0.0  100.0  +100.0

sums, plain and reasoning: thoughts without an end, which count as wrong: 0.0 % of the answers in A, 2.5 % in B
`);
  });

  test("as one object", async () => {
    const run = await writeRun({ rows: [...thinking(worse), ...rowsOf(better)], ...both });
    const { output } = await runTestCli(["eval", "compare", run, "--modes", "--json"]);
    const { a, b, tasks } = JSON.parse(output);
    expect(a).toEqual(b);
    expect(tasks[0]).toMatchObject({ modes: ["plain", "reasoning"], difference: { mean: -0.2, verdict: "worse" } });
  });

  test("two runs are compared like mode with like", async () => {
    const a = await writeRun({ rows: [...thinking(worse), ...rowsOf(worse)], ...both });
    const b = await writeRun({ rows: [...thinking(worse), ...rowsOf(better)], ...both });
    const { output } = await runTestCli(["eval", "compare", a, b]);
    expect(output).toMatch(/\nsums {2}on .* no difference\nsums {2}off .* better\n/);
  });

  test("a task without answers in one mode, and the exit code says so", async () => {
    const run = await writeRun({ rows: thinking(worse), ...both });
    const { exitCode, output } = await runTestCli(["eval", "compare", run, "--modes"]);
    expect(exitCode).toBe(1);
    expect(output).toMatch(/sums {2}off, on .* without common items\n/);
    expect(output).toContain("sums, plain and reasoning: scored only in B: i0; i1; i10 and 37 more\n");
  });

  test.each([
    ["a run without thinking", "plain", /was asked only without thinking: .* --thinking both/],
    ["a run with thinking", "reasoning", /was asked only with thinking: .* --thinking both/],
  ] as const)("%s has one mode", async (_name, mode, message) => {
    const run = await writeRun({ rows: rowsOf(worse, { mode }), config: { modes: [mode] } });
    const { exitCode, errors } = await runTestCli(["eval", "compare", run, "--modes"]);
    expect(exitCode).toBe(2);
    expect(errors).toMatch(message);
  });

  test("one folder needs --modes, two refuse it", async () => {
    const { a, b } = await twoRuns();
    const one = await runTestCli(["eval", "compare", a]);
    expect(one.exitCode).toBe(2);
    expect(one.errors).toMatch(/name a second folder, or give --modes/);
    const two = await runTestCli(["eval", "compare", a, b, "--modes"]);
    expect(two.exitCode).toBe(2);
    expect(two.errors).toMatch(/--modes sets thinking against plain in one run/);
  });
});
