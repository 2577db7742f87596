import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { ScriptedJudge } from "../scripted-judge.ts";
import { judgeBothOrders, readPairLabel, weightedWinRate } from "./pairwise.ts";
import { readRating } from "./read-rating.ts";
import { judgeByRubric, readMarks } from "./rubric.ts";

fc.configureGlobal({ seed: 45 });

describe("readPairLabel", () => {
  test.each([
    ["[[A>>B]]", "A>>B"],
    ["[[A>B]]", "A>B"],
    ["[[A=B]]", "A=B"],
    ["[[B>A]]", "B>A"],
    ["[[B>>A]]", "B>>A"],
    ["First I thought [[A>B]], but no: [[B>A]].", "B>A"],
    ["**[[A=B]]**\n", "A=B"],
  ])("%j", (text, label) => expect(readPairLabel(text)).toBe(label));
  test.each(["", "A>B", "[A>B]", "[[A]]", "[[A<B]]", "[[A>>>B]]", "[[a>b]]", "[[A > B]]", "[[B=A]]", "[[A>A]]"])(
    "nothing in %j",
    (text) => expect(readPairLabel(text)).toBeNull(),
  );
  it("is linear", () => {
    const start = performance.now();
    for (const piece of ["[[", "]]", "[[A>", "[[A>B]"]) readPairLabel(piece.repeat(100_000));
    expect(performance.now() - start).toBeLessThan(1_000);
  });
});

describe("judgeBothOrders", () => {
  const play = async (reply: (prompt: string, index: number) => string) => {
    const judge = new ScriptedJudge(reply);
    return { games: await judgeBothOrders("Which?", "ours", "theirs", { judge }), judge };
  };
  const firstIs = (prompt: string) => /<answer-a>\n(\w+)/.exec(prompt)![1];

  it("shows each answer in both places, the other one as A first", async () => {
    const { judge, games } = await play(() => "[[A>B]]");
    expect(judge.questions.map(firstIs)).toEqual(["theirs", "ours"]);
    expect(games.map(({ modelIs, advantage }) => [modelIs, advantage])).toEqual([
      ["B", -1],
      ["A", 1],
    ]);
  });

  test.each([
    [
      "a judge that finds the better one",
      (prompt: string) => (firstIs(prompt) === "ours" ? "[[A>>B]]" : "[[B>A]]"),
      [1, 1],
      [false, true],
    ],
    ["a judge that loves the first", () => "[[A>>B]]", [-1, 1], [true, true]],
    ["a tie", () => "[[A=B]]", [0, 0], [false, false]],
  ])("%s", async (_name, reply, advantages, strong) => {
    const { games } = await play(reply);
    expect(games.map(({ advantage }) => advantage)).toEqual(advantages);
    expect(games.map((game) => game.strong)).toEqual(strong);
  });

  it("asks again where no label comes, and then fails by name; thoughts hold no labels", async () => {
    const asked = new Map<string, number>();
    const { games } = await play((prompt) => {
      asked.set(prompt, (asked.get(prompt) ?? 0) + 1);
      return asked.get(prompt) === 1 ? "<think>[[A>B]]</think> Hard to say." : "[[B>A]]";
    });
    expect(games.map(({ label }) => label)).toEqual(["B>A", "B>A"]);
    await expect(play(() => "Both are nice.")).rejects.toMatchObject({
      code: "environment-failed",
      facts: { kind: "judge" },
    });
    await expect(judgeBothOrders("a", "b", "c", {})).rejects.toMatchObject({ facts: { kind: "judge" } });
  });
});

test("weightedWinRate counts strong verdicts threefold and ties half", () => {
  const game = (advantage: 1 | 0 | -1, strong = false) => ({ advantage, strong });
  expect(weightedWinRate([game(1), game(-1)])).toBe(0.5);
  expect(weightedWinRate([game(1, true), game(-1)])).toBe(0.75);
  expect(weightedWinRate([game(0), game(1)])).toBe(0.75);
  expect(weightedWinRate([])).toBe(0);
});

describe("readMarks", () => {
  const criteria = [{ name: "Tell-Don't-Show", isFault: true }, { name: "depth_of_insight" }];
  test.each([
    ["Tell-Don't-Show: 3\ndepth_of_insight: 14", 3, 14],
    ["**Tell Don't Show**: [3]\n- Depth of Insight: 14/20", 3, 14],
    ['{"chain": "It shows, mostly: 9 of 10.", "tell_dont_show": 3.5, "depth_of_insight": "14"}', 3.5, 14],
    ['```json\n{\n  "tell_dont_show": 0,\n  "depth_of_insight": 20\n}\n```', 0, 20],
    ["Tell-Don't-Show (a fault): 3\nDepth_of_Insight (0-20): 14", 3, 14],
    ["depth_of_insight: 1\nTell-Don't-Show: 3\ndepth_of_insight: 14", 3, 14],
    ["Tell-Don't-Show: 3\r\ndepth_of_insight: 14\r\nDone.", 3, 14],
  ])("%j", (text, fault, insight) => {
    expect(readMarks(text, criteria)).toEqual({ "Tell-Don't-Show": fault, depth_of_insight: insight });
  });
  test.each([
    ["a mark too few", "depth_of_insight: 14"],
    ["a mark beyond the scale", "Tell-Don't-Show: 3\ndepth_of_insight: 21"],
    ["a mark below the scale", "Tell-Don't-Show: -1\ndepth_of_insight: 14"],
    ["words", "Tell-Don't-Show: low\ndepth_of_insight: fourteen"],
    ["another name", "Tell-Don't-Show: 3\ninsight: 14"],
    ["a number with two points", "Tell-Don't-Show: 3\ndepth_of_insight: 1.4.1"],
    ["nothing", ""],
  ])("not %s", (_name, text) => expect(readMarks(text, criteria)).toBeNull());
  it("takes any text, in linear time", () => {
    fc.assert(fc.property(fc.string(), (text) => readMarks(text, criteria) === null));
    const start = performance.now();
    for (const piece of ["a:", "(", "\n", "1:1", "[[", "()", ": ["]) readMarks(piece.repeat(50_000), criteria);
    expect(performance.now() - start).toBeLessThan(2_000);
  });
});

test("judgeByRubric turns faults round, and fails by name where marks are missing", async () => {
  const criteria = [{ name: "Coherent" }, { name: "Meandering", isFault: true }];
  const marks = async (text: string) =>
    await judgeByRubric("A piece.", criteria, { judge: new ScriptedJudge(() => text) });
  expect(await marks("Coherent: 20\nMeandering: 0")).toMatchObject({ value: 1 });
  expect(await marks("Coherent: 10\nMeandering: 15")).toMatchObject({
    value: 0.375,
    marks: { Coherent: 10, Meandering: 15 },
  });
  await expect(marks("A fine piece, 10/10.")).rejects.toMatchObject({
    code: "environment-failed",
    facts: { kind: "judge" },
  });
});

describe("readRating", () => {
  const span = (text: string) => ({ text, start: 3, end: 3 + text.length });
  test.each([
    ["8", 8],
    ["It is right. 10", 10],
    ["Rating: 7", 7],
    ["fair\n1", 1],
    ["**\n9", 9],
  ])("%j", (text, rating) => {
    const read = readRating(span(text))!;
    expect(read.rating).toBe(rating);
    expect(`___${text}`.slice(read.span.start, read.span.end)).toBe(read.span.text);
  });
  test.each(["", "0", "11", "7/10", "7.", "8 out of ten", "1.5", "**9**", "x9", "-5", "110"])("nothing in %j", (text) =>
    expect(readRating(span(text))).toBeNull(),
  );
});
