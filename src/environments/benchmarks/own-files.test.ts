import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { DataFolder } from "../data/index.ts";
import type { Task } from "../task.ts";
import { baseline, itemsOf } from "../test-data.ts";
import type { ChoiceItem } from "./choice-environment.ts";
import { dropTask } from "./drop.ts";
import { gpqaTask } from "./gpqa.ts";
import { mmluTask } from "./mmlu.ts";
import { musrTask } from "./musr.ts";
import { simpleqaTask } from "./simpleqa.ts";

const folder = mkdtempSync(join(tmpdir(), "hermes-own-files-"));
afterAll(() => rmSync(folder, { recursive: true }));

function given(files: Record<string, string>): DataFolder {
  const paths = Object.entries(files).map(([name, text], i): [string, string] => {
    const path = join(folder, `${i}-${name.replaceAll("/", "-")}`);
    writeFileSync(path, text);
    return [name, path];
  });
  return new DataFolder({ folder: null, paths: new Map(paths) });
}

const story = (answer: number) => [
  {
    context: "A key lay on the desk.",
    questions: [{ question: "Where is the key?", answer, choices: ["desk", "shelf", "box"] }],
  },
];
const noDate = { day: "", month: "", year: "" };
const passages = {
  p1: {
    passage: "Ann threw 5 balls to Bob and Carl in May 1990.",
    qa_pairs: [
      { query_id: "a", question: "How many?", answer: { number: "5", date: noDate, spans: [] } },
      { query_id: "b", question: "To whom?", answer: { number: "", date: noDate, spans: ["Bob", "Carl"] } },
      {
        query_id: "c",
        question: "When?",
        answer: { number: "", date: { day: "", month: "May", year: "1990" }, spans: [] },
        validated_answers: [{ number: "", date: noDate, spans: ["May"] }],
      },
    ],
  },
};
const GPQA_HEADER =
  "Question,Correct Answer,Incorrect Answer 1,Incorrect Answer 2,Incorrect Answer 3,High-level domain";

const cases: { task: Task; files: Record<string, string>; items: number }[] = [
  {
    task: mmluTask,
    files: {
      mmlu: ',Question,A,B,C,D,Answer,Subject\n0,"Two, and two?",1,2,3,4,D,sums\n1,"Line\nbreak?",yes,no,so,but,B,texts\n',
    },
    items: 2,
  },
  {
    task: gpqaTask,
    files: { gpqa: `${GPQA_HEADER}\n"What?", right ,wrong,worse,worst,Physics\nWho?,me,you,she,he,Biology\n` },
    items: 2,
  },
  {
    task: musrTask,
    files: {
      "musr/murder_mystery.json": JSON.stringify(story(0)),
      "musr/object_placements.json": JSON.stringify(story(1)),
      "musr/team_allocation.json": JSON.stringify(story(2)),
    },
    items: 3,
  },
  { task: dropTask, files: { drop: JSON.stringify(passages) }, items: 3 },
  {
    task: simpleqaTask,
    files: { simpleqa: 'metadata,problem,answer\n"{}",Who?,"Ada, or so"\n"{}",When?,1843\n' },
    items: 2,
  },
];

describe.each(cases)("$task.id from a file that the user gives", ({ task, files, items }) => {
  it("gives demonstrations 1 and garbage 0", async () => {
    const environment = await task.open(given(files));
    for (const mode of ["reasoning", "plain"] as const) {
      const perfect = await baseline(environment, mode, (item) => environment.demonstrate(item, mode)!);
      expect(perfect).toMatchObject({ items, mean: 1 });
    }
    expect((await baseline(environment, "plain", () => "I think so.")).mean).toBe(0);
  });

  it("is refused by name without its files", async () => {
    await expect(task.open(new DataFolder({ folder: null }))).rejects.toMatchObject({
      code: "file-missing",
      message: expect.stringContaining(task.files[0]!.name),
    });
  });

  it("names a damaged file", async () => {
    const cut = Object.fromEntries(Object.entries(files).map(([name, text]) => [name, text.slice(0, text.length / 2)]));
    await expect(task.open(given(cut))).rejects.toMatchObject({ code: "file-invalid" });
  });
});

describe("gpqa", () => {
  it("orders choices by the seed, and the right one moves with them", async () => {
    const environment = await gpqaTask.open(given(cases[1]!.files));
    const orders = new Set<string>();
    for (let seed = 0; seed < 30; seed++) {
      for (const item of (await itemsOf(environment, seed)) as ChoiceItem[]) {
        expect(["right", "me"]).toContain(item.choices[item.labels.indexOf(item.right)]);
        orders.add(item.choices.join());
      }
    }
    expect(orders.size).toBeGreaterThan(20);
    expect(await itemsOf(environment, 5)).toEqual(await itemsOf(environment, 5));
  });
});

describe("musr", () => {
  it("refuses an answer that is no choice", async () => {
    const files = { ...cases[2]!.files, "musr/team_allocation.json": JSON.stringify(story(3)) };
    await expect(musrTask.open(given(files))).rejects.toMatchObject({ code: "file-invalid" });
  });
});
