import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { DataFolder } from "../data/index.ts";
import { createRandom } from "../random.ts";
import { MathsEquality } from "../scoring/maths/maths-equality.ts";
import { baseline, evaluationData, hasData, itemsOf } from "../test-data.ts";
import { aime24Task, aime25Task } from "./aime.ts";
import type { BoxedItem } from "./boxed-benchmark.ts";
import { gsm8kTask } from "./gsm8k.ts";
import { math500Task } from "./math-500.ts";

const cases = [
  { task: gsm8kTask, items: 1319, samples: 1 },
  { task: math500Task, items: 500, samples: 4 },
  { task: aime24Task, items: 30, samples: 64 },
  { task: aime25Task, items: 30, samples: 64 },
].map((row) => ({ ...row, id: row.task.id }));

const note = (task: { id: string; files: typeof math500Task.files }) =>
  hasData(task) ? "" : ` (skipped: ${task.id} data not present)`;

describe.each(cases)("$id", ({ task, items, samples }) => {
  it.skipIf(!hasData(task))(`gives every gold answer 1 and others 0${note(task)}`, async () => {
    const environment = await task.open(evaluationData);
    expect(environment.defaults.nSamples).toBe(samples);
    for (const mode of ["reasoning", "plain"] as const) {
      const perfect = await baseline(environment, mode, (item) => environment.demonstrate(item, mode)!);
      expect(perfect.wrong).toEqual([]);
      expect(perfect.items).toBe(items);
    }
    for (const garbage of [
      "I do not know.",
      "\\boxed{qux}",
      "\\boxed{-7919}",
      "\\boxed{\\frac{1}{7919}}",
      "}{".repeat(99),
    ])
      expect((await baseline(environment, "plain", () => garbage)).mean).toBe(0);
    const all = await itemsOf(environment, 3);
    expect(new Set(all.map((item) => environment.itemId(item))).size).toBe(items);
    expect(await itemsOf(environment, 3, "train")).toEqual([]);
  });
});

const skipped = note(math500Task);

describe("math-500", () => {
  it.skipIf(!hasData(math500Task))(
    `accepts at least 99.5 % of reference solutions with one box${skipped}`,
    async () => {
      const environment = await math500Task.open(evaluationData);
      const rows = (await itemsOf(environment, 1)) as BoxedItem[];
      const reasons: Record<string, number> = {};
      for (const item of rows) {
        const { value, reason } = await environment.score(item, { mode: "plain", completion: item.solution! }, {});
        const name = value === 1 ? "right" : reason!;
        reasons[name] = (reasons[name] ?? 0) + 1;
      }
      const single = rows.length - (reasons.two_boxed ?? 0);
      expect(single).toBe(492);
      expect(reasons.right! / single).toBeGreaterThanOrEqual(0.995);
    },
  );

  it.skipIf(!hasData(math500Task))(`compares gold answers as equal only if their values are${skipped}`, async () => {
    const equality = new MathsEquality();
    const rows = (await itemsOf(await math500Task.open(evaluationData), 1)) as BoxedItem[];
    const golds = [...new Set(rows.map(({ gold }) => gold))];
    const random = createRandom("pairs of golds");
    const mistakes: string[] = [];
    for (let i = 0; i < 6_000; i++) {
      const [a, b] = [random.pick(golds), random.pick(golds)];
      const [there, back] = [await equality.compare(a, b), await equality.compare(b, a)];
      if (there.equal !== back.equal) mistakes.push(`${a} | ${b}: one direction only`);
      const [x, y] = [plainNumber(a), plainNumber(b)];
      if (x !== null && y !== null && there.equal !== (x === y)) mistakes.push(`${a} | ${b}: ${there.rule}`);
    }
    for (const gold of golds) if (!(await equality.compare(gold, gold)).equal) mistakes.push(`${gold} is not itself`);
    expect(mistakes).toEqual([]);
  });
});

/** The value of a gold answer that is a plain whole number, decimal or fraction: an independent, simple reading. */
function plainNumber(gold: string): number | null {
  const fraction = /^(-?)\\d?frac\{(\d+)\}\{(\d+)\}$/.exec(gold);
  if (fraction) return (fraction[1] === "-" ? -1 : 1) * (Number(fraction[2]) / Number(fraction[3]));
  return /^-?\d*\.?\d+$/.test(gold) ? Number(gold) : null;
}

describe("files of one's own", () => {
  const folder = mkdtempSync(join(tmpdir(), "mathematics-"));
  afterAll(() => rmSync(folder, { recursive: true }));
  const open = (task: typeof gsm8kTask, rows: readonly unknown[]) => {
    const path = join(folder, `${task.id}.jsonl`);
    writeFileSync(path, rows.map((row) => JSON.stringify(row)).join("\n"));
    return task.open(new DataFolder({ folder: null, paths: new Map([[task.files[0]!.name, path]]) }));
  };

  it("reads gold answers of GSM8K after the last ####, without commas", async () => {
    const environment = await open(gsm8kTask, [
      { question: "How many?", answer: "500*3=<<500*3=1500>>1500\n#### 1,500" },
    ]);
    const [item] = (await itemsOf(environment, 1)) as BoxedItem[];
    expect(item).toMatchObject({ gold: "1500", category: "1 step", solution: "500*3=1500" });
    const score = (completion: string) => environment.score(item!, { mode: "plain", completion }, {});
    expect(await score("\\boxed{\\$1,500.00}")).toMatchObject({ value: 1 });
    expect(await score("\\boxed{1500.7}")).toMatchObject({ value: 0, reason: "not_equal" });
  });

  it("asks for the last line, once", async () => {
    const prompt = "What is $1+1$?\nPlease reason step by step, and put your final answer within \\boxed{}.";
    const environment = await open(aime24Task, [{ prompt, answer: 2 }]);
    const [item] = await itemsOf(environment, 1);
    const request = environment.prompt(item, "reasoning");
    const text = String(request.messages[0]!.content);
    expect(text.match(/\\boxed/g)).toHaveLength(1);
    expect(text).toMatch(
      /^What is \$1\+1\$\?\n\n[\s\S]*final answer is: \$\\boxed\{ANSWER\}\$\. I hope it is correct$/,
    );
    expect(request.thinking).toBe(true);
  });

  it("means the samples of each subject and level", async () => {
    const row = { problem: "?", solution: "", answer: "1", subject: "Algebra", level: 2, unique_id: "a" };
    const environment = await open(math500Task, [row]);
    const sample = (category: string, value: number) =>
      ({
        itemId: "a",
        category,
        sampleIndex: 0,
        mode: "plain",
        score: { value, correct: null, extracted: null, rejected: [] },
      }) as const;
    const samples = [sample("Algebra, level 2", 1), sample("Algebra, level 5", 0), sample("Geometry, level 5", 1)];
    expect(environment.aggregate!(samples)).toEqual({ Algebra: 0.5, Geometry: 1, "level 2": 1, "level 5": 0.5 });
  });

  it.each([
    [gsm8kTask, { question: "?", answer: "no mark" }],
    [aime25Task, { prompt: "?", answer: 1000 }],
    [math500Task, { problem: "?" }],
  ])("refuses a row that is none", async (task, row) => {
    await expect(open(task, [row])).rejects.toMatchObject({ code: "file-invalid" });
  });
});
