import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished, test } from "vitest";
import type { Environment, Trajectory } from "../contract.ts";
import { DataFolder } from "../data/index.ts";
import { createRandom } from "../random.ts";
import { readScenarios } from "../scoring/eqbench/read-scenarios.ts";
import { ScriptedJudge } from "../scoring/scripted-judge.ts";
import type { Task, TaskSettings } from "../task.ts";
import { evaluationData, hasData, itemsOf } from "../test-data.ts";
import { type ArenaVerdict, arenaHardTask } from "./arena-hard.ts";
import { creativeWritingTask } from "./creative-writing.ts";
import { eqbench3Task } from "./eqbench3.ts";
import { type RewardVerdict, rewardbenchTask } from "./rewardbench.ts";

async function openWith<Verdict>(task: Task, texts: Readonly<Record<string, string>>, settings?: TaskSettings) {
  const folder = mkdtempSync(join(tmpdir(), "judged-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const paths = Object.entries(texts).map(([name, text], i) => {
    const path = join(folder, `${i}.data`);
    writeFileSync(path, text);
    return [name, path] as const;
  });
  return (await task.open(new DataFolder({ folder: null, paths: new Map(paths) }), settings)) as Environment<
    unknown,
    Verdict
  >;
}

const lines = (...rows: object[]) => rows.map((row) => JSON.stringify(row)).join("\n");
const plain = (completion: string): Trajectory => ({ completion, mode: "plain", finishReason: "stop" });

describe("arena-hard", () => {
  const questions = lines({ uid: "q1", cluster: "c", prompt: "Which?" }, { uid: "q2", cluster: "c", prompt: "Why?" });
  const older = { question_id: "q1", choices: [{ turns: [{ content: "theirs" }] }] };
  const newer = {
    uid: "q2",
    messages: [
      { role: "user", content: "Why?" },
      { role: "assistant", content: { answer: "because" } },
    ],
  };
  const files = { arena_hard: questions, arena_hard_baseline: lines(older, newer) };

  it("reads both layouts of the baseline's answers, and misses none silently", async () => {
    const items = await itemsOf(await openWith(arenaHardTask, files), 1);
    expect(items.map((item) => (item as { baseline: string }).baseline).sort()).toEqual(["because", "theirs"]);
    await expect(openWith(arenaHardTask, { ...files, arena_hard_baseline: lines(older) })).rejects.toThrow(
      "has no answer to question q2",
    );
  });

  it("gives 1 for two wins, 0 for two defeats, and tells both readings", async () => {
    const environment = await openWith<ArenaVerdict>(arenaHardTask, files);
    const [item] = await itemsOf(environment, 1);
    const score = async (reply: (prompt: string) => string, answer = "ours") =>
      await environment.score(item, plain(answer), { judge: new ScriptedJudge(reply) });
    const best = (prompt: string) => (/<answer-a>\nours/.test(prompt) ? "[[A>>B]]" : "[[B>>A]]");
    const worst = (prompt: string) => (/<answer-a>\nours/.test(prompt) ? "[[B>A]]" : "[[A>B]]");
    const scores = [
      await score(best),
      await score(worst),
      await score(() => "[[A=B]]"),
      await score(() => "[[A>B]]"),
      await score(best, " "),
    ];
    expect(scores.map(({ value }) => value)).toEqual([1, 0, 0.5, 0.5, 0]);
    expect(scores.at(-1)!.reason).toBe("empty");
    const samples = scores.map((each, i) => ({
      itemId: `${i}`,
      category: "all",
      sampleIndex: 0,
      mode: "plain" as const,
      score: each,
    }));
    const figures = environment.aggregate!(samples);
    // Two strong wins weigh six of fourteen; two ties and one win of two weak games add two.
    expect(figures["win rate, strong verdicts threefold"]).toBeCloseTo(8 / 14);
    expect(figures).toMatchObject({ "games won": 0.3, "games tied": 0.2, "games lost": 0.5 });
    await expect(score(() => "I like both.")).rejects.toMatchObject({ facts: { kind: "judge" } });
  });

  const file = arenaHardTask.files[0]!;
  const missing = hasData({ files: [file] }) ? "" : " (skipped: arena_hard data not present)";
  test.skipIf(missing !== "")(`reads all 500 questions${missing}`, async () => {
    const rows = (await evaluationData.text(file))
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as { uid: string });
    const baseline = lines(
      ...rows.map(({ uid }) => ({ uid, messages: [{ role: "assistant", content: "An answer." }] })),
    );
    const data = { arena_hard: rows.map((row) => JSON.stringify(row)).join("\n"), arena_hard_baseline: baseline };
    expect(await itemsOf(await openWith(arenaHardTask, data), 1)).toHaveLength(500);
  });
});

describe("rewardbench", () => {
  const choice = { id: "1", prompt: "2 + 2?", chosen: ["4"], rejected: ["5", "6", "7", "8"], subset: "Math" };
  const few = { ...choice, id: "2", rejected: ["5"] };
  const ties = { id: "1", prompt: "Name a colour.", chosen: ["red", "blue"], rejected: ["dog"], subset: "Ties" };
  const open = async () => await openWith<RewardVerdict>(rewardbenchTask, { rewardbench: lines(choice, few, ties) });
  const itemOf = async (environment: Environment<unknown, RewardVerdict>, id: string) =>
    (await itemsOf(environment, 1)).find((item) => environment.itemId(item) === id)!;

  it("shows the right answer and three others, in an order that stays", async () => {
    const environment = await open();
    expect((await itemsOf(environment, 1)).map((item) => environment.itemId(item)).sort()).toEqual([
      "Math/1",
      "Ties/1",
    ]);
    const item = await itemOf(environment, "Math/1");
    const { messages } = environment.prompt(item, "plain");
    expect(messages).toEqual((await open()).prompt(item, "plain").messages);
    const shown = [...String(messages[1]!.content).matchAll(/<answer-[ABCD]>\n(\d)\n/g)].map((match) => match[1]);
    expect([...shown].sort()).toEqual(["4", "5", "6", "7"]);
    const right = "ABCD"[shown.indexOf("4")]!;
    const wrong = "ABCD"[shown.indexOf("5")]!;
    const table: [string, number, string | undefined][] = [
      [environment.demonstrate(item, "plain")!, 1, undefined],
      [`[[${right}]]`, 1, undefined],
      [`Not [[${wrong}]] but [[${right}]].`, 1, undefined],
      [`[[${wrong}]]`, 0, "wrong_answer"],
      [right, 0, "no_label"],
      [`[${right}]`, 0, "no_label"],
      ["[[E]]", 0, "no_label"],
      ["", 0, "no_label"],
    ];
    for (const [completion, value, reason] of table) {
      const score = await environment.score(item, plain(completion), {});
      expect({ completion, value: score.value, reason: score.reason }).toEqual({ completion, value, reason });
      if (score.extracted)
        expect(completion.slice(score.extracted.start, score.extracted.end)).toBe(score.extracted.text);
    }
    const thought = environment.demonstrate(item, "reasoning")!;
    expect(await environment.score(item, { completion: thought, mode: "reasoning" }, {})).toMatchObject({ value: 1 });
  });

  test.each([
    ["right ones above", { red: "9", blue: "Fine. 8", dog: "1" }, 1, true, [9, 8, 1]],
    ["one right one on top", { red: "9", blue: "3", dog: "5" }, 1, false, [9, 3, 5]],
    ["on top together", { red: "9", blue: "9", dog: "9" }, 1, false, [9, 9, 9]],
    ["a wrong one on top", { red: "5", blue: "5", dog: "6" }, 0, false, [5, 5, 6]],
    ["one unreadable", { red: "9/10", blue: "4", dog: "2" }, 1, false, [null, 4, 2]],
    ["all unreadable", { red: "good", blue: "good", dog: "bad" }, 0, false, [null, null, null]],
  ])("ties: %s", async (_name, says, value, above, ratings) => {
    const environment = await open();
    const item = await itemOf(environment, "Ties/1");
    const model = new ScriptedJudge((prompt) => says[/<answer>\n(\w+)/.exec(prompt)![1] as keyof typeof says]);
    const trajectory = await environment.rollout!(item, model, "plain", createRandom("x"));
    expect(model.questions).toHaveLength(3);
    const score = await environment.score(item, trajectory, {});
    expect(score).toMatchObject({ value, checks: { "all right ones above": above }, verdict: { ratings } });
    const sample = { itemId: "1", category: "Ties", sampleIndex: 0, mode: "plain" as const, score };
    expect(environment.aggregate!([sample])).toEqual({ "ties, all right ones above": above ? 1 : 0 });
  });
});

const marksFor = (prompt: string, mark: number, fault = 20 - mark) =>
  [...prompt.matchAll(/^([A-Z][\w' /-]+?|[a-z_]+)( \(a fault:.*\))?$/gm)]
    .map(([, name, isFault]) => `${name}: ${isFault ? fault : mark}`)
    .join("\n");

describe("creative-writing", () => {
  const prompts = JSON.stringify({
    "1": {
      writing_prompt: "A story. <SEED>",
      seed_modifiers: ["With $& rain.", "With snow.", "With sun.", "With fog."],
    },
    "2": { writing_prompt: "A poem. <SEED>", seed_modifiers: ["Short."], category: "Poetry" },
  });
  it("asks three pieces of each prompt, each with its own seed", async () => {
    const environment = await openWith(creativeWritingTask, { creative_writing: prompts });
    const items = await itemsOf(environment, 1);
    const asked = items.map((item) => environment.prompt(item, "plain").messages[0]!.content).sort();
    expect(asked).toEqual(["A poem. Short.", "A story. With $& rain.", "A story. With snow.", "A story. With sun."]);
    expect(environment.prompt(items[0], "reasoning")).toMatchObject({ thinking: true, sampling: { minP: 0.1 } });
    expect(environment.defaults).toMatchObject({ temperature: 0.7, nSamples: 1 });
  });

  it("gives the mean of 22 marks with nine faults turned round", async () => {
    const environment = await openWith(creativeWritingTask, { creative_writing: prompts });
    const [item] = await itemsOf(environment, 1);
    const score = async (mark: number, fault?: number) =>
      await environment.score(item, plain("It rained."), {
        judge: new ScriptedJudge((prompt) => marksFor(prompt, mark, fault)),
      });
    expect(await score(20)).toMatchObject({ value: 1 });
    expect(await score(0)).toMatchObject({ value: 0 });
    expect((await score(20, 20)).value).toBeCloseTo(13 / 22);
    const half = await score(10);
    expect(half.value).toBe(0.5);
    const figures = environment.aggregate!([
      { itemId: "1", category: "all", sampleIndex: 0, mode: "plain", score: half },
    ]);
    expect(Object.keys(figures)).toHaveLength(22);
    expect(figures).toMatchObject({ Meandering: 0.5, "Elegant Prose": 0.5 });
    const mute = { judge: new ScriptedJudge(() => "Lovely.") };
    await expect(environment.score(item, plain("It rained."), mute)).rejects.toMatchObject({
      facts: { kind: "judge" },
    });
    expect(await environment.score(item, plain(""), mute)).toMatchObject({ value: 0, reason: "empty" });
  });
});

describe("eqbench3", () => {
  const text =
    "# notes\n######## 1\n####### Prompt1\nA friend is sad.\n\nSay something.\n\n####### Prompt2\nShe cries.\n######## 401\n####### Prompt1\nRead this.\n####### Prompt2\n\n";
  it("reads scenarios and their turns", () => {
    expect(readScenarios(text)).toEqual([
      { id: "1", prompts: ["A friend is sad.\n\nSay something.", "She cries."] },
      { id: "401", prompts: ["Read this."] },
    ]);
    expect(readScenarios("nothing\n#######")).toEqual([]);
  });

  it("plays every turn, keeps thoughts out of the conversation, and ends with a look back", async () => {
    const environment = await openWith(eqbench3Task, { eqbench3: text }, { analysis: "401" });
    const items = await itemsOf(environment, 1);
    const item = items.find((each) => environment.itemId(each) === "1")!;
    const model = new ScriptedJudge((_, index) => `<think>hm</think>Answer ${index + 1}`);
    const trajectory = await environment.rollout!(item, model, "reasoning", createRandom("x"));
    expect(model.questions).toHaveLength(3);
    expect(model.questions[0]).toMatch(/^A friend is sad\..*# My response/s);
    expect(model.questions[2]).toMatch(/^Now step out of the role/);
    expect(trajectory.completion).toBe("<think>hm</think>Answer 3");
    const judge = new ScriptedJudge((prompt) => marksFor(prompt, 15));
    const score = await environment.score(item, trajectory, { judge });
    expect(score.value).toBe(0.75);
    expect(judge.questions[0]).toContain("<assistant>\nAnswer 1\n</assistant>");
    expect(judge.questions[0]).toContain("<assistant>\nAnswer 3\n</assistant>");
    expect(judge.questions[0]).not.toContain("hm</think>");
    const { marks } = score.verdict as { marks: Record<string, number> };
    expect(Object.keys(marks)).toHaveLength(10);
  });

  it("judges an analysis without a look back by seven criteria", async () => {
    const environment = await openWith(eqbench3Task, { eqbench3: text }, { analysis: "401" });
    const item = (await itemsOf(environment, 1)).find((each) => environment.category(each) === "analysis")!;
    const model = new ScriptedJudge(() => "It means this.");
    const trajectory = await environment.rollout!(item, model, "plain", createRandom("x"));
    expect(model.questions).toHaveLength(1);
    const score = await environment.score(item, trajectory, {
      judge: new ScriptedJudge((prompt) => marksFor(prompt, 20)),
    });
    expect(Object.keys((score.verdict as { marks: object }).marks)).toHaveLength(7);
    expect(score.value).toBe(1);
  });

  it("ends with the first answer that has no text", async () => {
    const environment = await openWith(eqbench3Task, { eqbench3: text });
    const item = (await itemsOf(environment, 1)).find((each) => environment.itemId(each) === "1")!;
    const model = new ScriptedJudge(() => "<think>no end");
    const trajectory = await environment.rollout!(item, model, "reasoning", createRandom("x"));
    expect(model.questions).toHaveLength(1);
    expect(await environment.score(item, trajectory, {})).toMatchObject({ value: 0, reason: "overlong" });
  });

  it("refuses ids that are not there and files without scenarios", async () => {
    await expect(openWith(eqbench3Task, { eqbench3: text }, { drafting: "7" })).rejects.toMatchObject({
      code: "usage",
    });
    await expect(openWith(eqbench3Task, { eqbench3: "[]" })).rejects.toMatchObject({ code: "file-invalid" });
  });
});
