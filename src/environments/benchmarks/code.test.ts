import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { deflateSync } from "node:zlib";
import { describe, expect, onTestFinished, test } from "vitest";
import { openSandbox } from "../../evaluate/index.ts";
import type { CodeSandbox, Environment, SandboxResult, Score } from "../contract.ts";
import { DataFolder } from "../data/index.ts";
import type { Task, TaskSettings } from "../task.ts";
import { evaluationData, hasData, itemsOf } from "../test-data.ts";
import { type CodeVerdict, humanevalTask } from "./humaneval.ts";
import { livecodebenchTask } from "./livecodebench.ts";

const opened = await openSandbox();
const noSandbox = opened.sandbox === null ? ` (skipped: no sandbox here: ${opened.reason})` : "";
const noData = noSandbox || (hasData(humanevalTask) ? "" : " (skipped: humaneval data not present)");
const services = opened.sandbox ? { sandbox: opened.sandbox } : {};

async function openWith(task: Task, rows: readonly object[], settings?: TaskSettings) {
  const folder = mkdtempSync(join(tmpdir(), "code-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, "own.jsonl");
  writeFileSync(file, rows.map((row) => JSON.stringify(row)).join("\n"));
  const data = new DataFolder({ folder: null, paths: new Map([[task.id, file]]) });
  return (await task.open(data, settings)) as Environment<unknown, CodeVerdict>;
}

const fence = (code: string) => `So:\n\`\`\`python\n${code}\n\`\`\``;
const scoreOf = (
  environment: Environment<unknown, CodeVerdict>,
  item: unknown,
  completion: string,
  mode: "plain" | "reasoning" = "plain",
) => environment.score(item, { completion, mode, finishReason: "stop" }, services);

const double = {
  task_id: "Own/0",
  prompt: 'import math\n\n\ndef twice(n):\n    """ Twice n. """\n',
  entry_point: "twice",
  canonical_solution: "    return 2 * n\n",
  test: "def check(candidate):\n    assert candidate(2) == 4\n    assert candidate(-1) == -2\n",
};

describe(`humaneval${noSandbox}`, () => {
  test.skipIf(noSandbox !== "").each([
    ["a whole function", fence("def twice(n):\n    return n + n"), null],
    ["a body", fence("    return n + n"), null],
    ["a function that uses the prompt's imports", fence("def twice(n):\n    return int(math.fsum([n, n]))"), null],
    ["a body without a fence", "    return n + n", null],
    [
      "helpers before the function",
      fence("def add(a, b):\n    return a + b\n\ndef twice(n):\n    return add(n, n)"),
      null,
    ],
    [
      "the last of two blocks",
      `${fence("def twice(n):\n    return 3")}\n${fence("def twice(n):\n    return 2 * n")}`,
      null,
    ],
    ["a program that prints", fence("print('hello')\ndef twice(n):\n    print(n, end='')\n    return 2 * n"), null],
    ["a wrong function", fence("def twice(n):\n    return 4"), "tests_failed"],
    ["an end before the tests", fence("import sys\nsys.exit(0)"), "tests_failed"],
    ["a hard end before the tests", fence("import os\nos._exit(0)"), "tests_failed"],
    ["an end in the function", fence("def twice(n):\n    raise SystemExit(0)"), "tests_failed"],
    ["no Python", fence("twice n = 2 * n"), "tests_failed"],
    ["another name", fence("def double(n):\n    return 2 * n"), "tests_failed"],
    ["a program that kills itself", fence("def twice(n):\n    import os\n    os.kill(os.getpid(), 9)"), "killed"],
    ["too much memory", fence("def twice(n):\n    return bytearray(1 << 40)"), "out-of-memory"],
    ["prose", "I double n.", "tests_failed"],
    ["an open fence", "```python\ndef twice(n):\n    return 2 * n", "no_code"],
    ["nothing", "", "no_code"],
  ])("%s", async (_name, completion, reason) => {
    const environment = await openWith(humanevalTask, [double]);
    const score = await scoreOf(environment, double, completion);
    expect({ value: score.value, reason: score.reason }).toEqual({
      value: reason === null ? 1 : 0,
      reason: reason ?? undefined,
    });
    if (score.extracted)
      expect(completion.slice(score.extracted.start, score.extracted.end)).toBe(score.extracted.text);
  });

  test("a program cannot be scored without a sandbox, and its failure is an error", async () => {
    const environment = await openWith(humanevalTask, [double]);
    const trajectory = { completion: fence("def twice(n):\n    return 2 * n"), mode: "plain" as const };
    const failure = { code: "environment-failed", facts: { kind: "sandbox" } };
    await expect(environment.score(double, trajectory, {})).rejects.toMatchObject(failure);
    const result: SandboxResult = { outcome: "exited", exitCode: 0, stdout: "passed\n", stderr: "" };
    const easy: CodeSandbox = { name: "easy", run: async () => result };
    expect(await environment.score(double, trajectory, { sandbox: easy })).toMatchObject({ value: 0 });
  });

  test.skipIf(noData !== "")(
    `all 164 reference solutions pass, empty bodies do not${noData}`,
    async () => {
      const environment = (await humanevalTask.open(evaluationData)) as Environment<unknown, CodeVerdict>;
      const items = await itemsOf(environment, 1);
      expect(items).toHaveLength(164);
      const failed: [string, string | undefined][] = [];
      const queue = items.entries();
      const work = async () => {
        for (const [index, item] of queue) {
          const mode = index % 2 === 0 ? "plain" : "reasoning";
          const score = await scoreOf(environment, item, environment.demonstrate(item, mode)!, mode);
          if (score.value !== 1)
            failed.push([environment.itemId(item), (score as Score<CodeVerdict>).verdict?.message]);
          if (index >= 16) continue;
          const { canonical_solution } = item as typeof double;
          expect((await scoreOf(environment, item, fence(canonical_solution))).value).toBe(1);
          expect((await scoreOf(environment, item, fence("    pass"))).value).toBe(0);
        }
      };
      await Promise.all([work(), work(), work()]);
      expect(failed).toEqual([]);
    },
    180_000,
  );
});

const pickled = (text: string) => {
  const bytes = Buffer.from(text);
  const head = Buffer.from([0x80, 4, 0x95, 0, 0, 0, 0, 0, 0, 0, 0, 0x58, 0, 0, 0, 0]);
  head.writeUInt32LE(bytes.length, 12);
  return deflateSync(Buffer.concat([head, bytes, Buffer.from([0x94, 0x2e])])).toString("base64");
};
const tests = (testtype: string, ...pairs: [string, string][]) =>
  JSON.stringify(pairs.map(([input, output]) => ({ input, output, testtype })));
const sum = {
  question_id: "own_a",
  question_content: "Print the sum of the numbers in each line.",
  starter_code: "",
  difficulty: "easy",
  contest_date: "2024-09-01T00:00:00",
  public_test_cases: tests("stdin", ["1 2\n3 4\n", "3\n7\n"]),
  private_test_cases: pickled(tests("stdin", ["0.5 1\n", "1.50"], ["", ""])),
  metadata: "{}",
};
const reverse = {
  ...sum,
  question_id: "own_b",
  starter_code: "class Solution:\n    def backwards(self, items: List[int], twice: bool) -> List[int]:\n        ",
  contest_date: "2025-05-01T00:00:00",
  public_test_cases: tests("functional", ["[1, 2, 3]\nfalse", "[3, 2, 1]"]),
  private_test_cases: tests(
    "functional",
    ["[]\ntrue", "[]"],
    ["[12345678901234567890]\ntrue", "[12345678901234567890]"],
  ),
  metadata: '{"func_name": "backwards"}',
};

describe(`livecodebench${noSandbox}`, () => {
  const sumUp = "for line in sys.stdin:\n    print(sum(map(float, line.split())))";
  const method = (body: string) =>
    `class Solution:\n    def backwards(self, items: List[int], twice: bool) -> List[int]:\n        ${body}`;
  test.skipIf(noSandbox !== "").each([
    ["a program without imports", sum, fence(sumUp), null],
    [
      "one behind the name of a main program",
      sum,
      fence(`def main():\n    ${sumUp.replaceAll("\n", "\n    ")}\nif __name__ == "__main__":\n    main()`),
      null,
    ],
    ["one that imports the future", sum, fence(`from __future__ import annotations\n${sumUp}`), null],
    ["wrong output", sum, fence("print(3)\nprint(7)"), "wrong_output"],
    ["a line too many", sum, fence(`${sumUp}\nprint(0)`), "wrong_output"],
    ["an error", sum, fence("1/0"), "error"],
    ["no Python", sum, fence("sum it up"), "error"],
    ["code without a fence", sum, sumUp, "no_code"],
    ["a method", reverse, fence(method("return items[::-1]")), null],
    [
      "a method that prints and gives a tuple",
      reverse,
      fence(method("print(items); return tuple(reversed(items))")),
      null,
    ],
    ["a function beside no class", reverse, fence("def backwards(items, twice):\n    return items[::-1]"), null],
    ["a wrong method", reverse, fence(method("return items")), "wrong_output"],
    ["a method that rounds", reverse, fence(method("return [float(i) for i in items[::-1]]")), "wrong_output"],
    ["a result that is no JSON", reverse, fence(method("return {1, 2}")), "error"],
    ["another name", reverse, fence("def forwards(items, twice):\n    return items"), "error"],
    [
      "text that looks like a result",
      reverse,
      fence(method("import os; os.write(1, b'[3, 2, 1]'); os._exit(0)")),
      "wrong_output",
    ],
  ])("%s", async (_name, row, completion, reason) => {
    const environment = await openWith(livecodebenchTask, [row]);
    const [item] = await itemsOf(environment, 1);
    const score = await scoreOf(environment, item, completion);
    expect({ value: score.value, reason: score.reason }).toEqual({
      value: reason === null ? 1 : 0,
      reason: reason ?? undefined,
    });
  });

  test("takes the report's window of contests, or another one", async () => {
    const old = { ...sum, question_id: "old", contest_date: "2024-07-31" };
    const ids = async (settings?: TaskSettings) => {
      const environment = await openWith(livecodebenchTask, [old, sum, reverse], settings);
      return (await itemsOf(environment, 1)).map((item) => environment.itemId(item)).sort();
    };
    expect(await ids()).toEqual(["own_a", "own_b"]);
    expect(await ids({ from: "2024-01-01", to: "2024-08-01" })).toEqual(["old"]);
    await expect(openWith(livecodebenchTask, [old])).rejects.toThrow(
      "has no problem of a contest from 2024-08-01 to 2025-05-01",
    );
  });

  test.each([
    ["neither JSON nor base64", "???"],
    ["a pickle of something else", deflateSync(Buffer.from([0x80, 4, 0x4b, 1, 0x2e])).toString("base64")],
    ["a pickle that is cut", deflateSync(Buffer.from([0x80, 4, 0x58, 255, 0, 0, 0])).toString("base64")],
    ["tests of another kind", JSON.stringify([{ input: "", output: "", testtype: "magic" }])],
  ])("names tests that cannot be read: %s", async (_name, private_test_cases) => {
    await expect(openWith(livecodebenchTask, [{ ...sum, private_test_cases }])).rejects.toMatchObject({
      code: "file-invalid",
      message: expect.stringContaining("problem 1: its tests cannot be read"),
    });
  });

  test("names a problem without tests, which any program would pass", async () => {
    const bare = { ...sum, public_test_cases: "[]", private_test_cases: "[]" };
    await expect(openWith(livecodebenchTask, [bare])).rejects.toMatchObject({
      code: "file-invalid",
      message: expect.stringContaining("there is none, so that any program would pass"),
    });
  });
});
