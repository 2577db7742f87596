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
    [["--task", "words"], /--task words: both runs have sums/],
    [["--items", "0"], /items/],
  ])("refuses %j", async (flags, message) => {
    const { a, b } = await twoRuns();
    const { exitCode, errors } = await runTestCli(["eval", "compare", a, b, ...flags]);
    expect(exitCode).toBe(2);
    expect(errors).toMatch(message);
  });

  test("runs without a common task", async () => {
    const { a } = await twoRuns();
    const b = await writeRun({ rows: rowsOf([1], { task: "words" }), tasks: [{ id: "words" }] });
    const { exitCode, errors } = await runTestCli(["eval", "compare", a, b]);
    expect(exitCode).toBe(2);
    expect(errors).toContain("A has sums, plain, B has words, plain");
  });
});
