import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Environment, Score } from "../contract.ts";
import { DataFolder } from "../data/index.ts";
import { rlvrFunctionNames } from "../scoring/instructions/index.ts";
import { type InstructionItem, instructionFollowing, instructionFollowingTask } from "./instruction-following.ts";

/** Name, arguments, an answer that follows, one that does not. */
const cases: readonly (readonly [string, Record<string, unknown>, string, string])[] = [
  ["verify_keywords", { keyword_list: ["lamp"] }, "A lamp.", "A light."],
  ["verify_keyword_frequency", { word: "lamp", N: 2 }, "Lamp, lamp.", "Lamp, lamp, lamp."],
  ["validate_forbidden_words", { forbidden_words: ["lamp"] }, "A light.", "A lamp."],
  ["verify_letter_frequency", { letter: "q", N: 1 }, "quick", "quick queue"],
  [
    "validate_response_language",
    { language: "it" },
    "Il cane dorme in cucina con il gatto.",
    "The dog sleeps in the kitchen.",
  ],
  ["verify_paragraph_count", { N: 2 }, "a\n* * *\nb", "a\n***\nb"],
  ["validate_word_constraint", { N: 20, quantifier: "around" }, "word ".repeat(18), "word ".repeat(17)],
  ["verify_sentence_constraint", { N: 2, quantifier: "at most" }, "One. Two.", "One. Two. Three."],
  ["validate_paragraphs", { N: 2, i: 2, first_word: "Then" }, "a\n\nThen b", "Then a\n\nb"],
  ["verify_postscript", { postscript_marker: "P.S." }, "a\nP.S. b", "a"],
  ["validate_placeholders", { N: 2 }, "[a] [b]", "[a]"],
  ["verify_bullet_points", { N: 2 }, "- a\n- b", "- a"],
  ["validate_title", {}, "<<a>>", "a"],
  ["validate_choice", { options: ["one", "two"] }, "It is two.", "It is three."],
  ["validate_highlighted_sections", { N: 1 }, "*a*", "a"],
  ["validate_sections", { N: 1, section_splitter: "Part" }, "Part 1\na", "a"],
  ["validate_json_format", {}, "{}", "{"],
  ["validate_repeat_prompt", { original_prompt: "Say a." }, "Say a. b", "b"],
  ["validate_two_responses", {}, "a ****** b", "a"],
  ["validate_uppercase", {}, "THE OLD HOUSE IS ON THE HILL", "The old house"],
  ["validate_lowercase", {}, "the old house is on the hill", "The old house"],
  ["validate_frequency_capital_words", { N: 1, quantifier: "at least" }, "NOW go", "go"],
  ["validate_end", { end_phrase: "Bye." }, "a Bye.", "Bye. a"],
  ["validate_quotation", {}, '"a"', "a"],
  ["validate_no_commas", {}, "a", "a, b"],
];
const itemOf = (func_name: string, given: object): InstructionItem => ({
  id: "1",
  prompt: "Do it.",
  truth: { func_name, ...given, unused: null },
});
const environment = await instructionFollowing([]);

describe("instruction-following", () => {
  it.each(cases)("%s %j", (name, given, follows, fails) => {
    const score = (answer: string) =>
      environment.score(
        itemOf(name, given),
        { completion: `<think>x</think>\n${answer}`, mode: "reasoning" },
        {},
      ) as Score;
    expect(score(follows)).toMatchObject({ value: 1 });
    expect(score(fails)).toMatchObject({ value: 0, reason: "not_followed" });
    const shown = environment.demonstrate(itemOf(name, given), "reasoning")!;
    expect(environment.score(itemOf(name, given), { completion: shown, mode: "reasoning" }, {})).toMatchObject({
      value: 1,
    });
  });

  it("knows all 25 functions, and refuses others and arguments that do not fit", () => {
    expect(cases.map(([name]) => name)).toEqual(rlvrFunctionNames);
    expect(cases).toHaveLength(25);
    const score = (name: string, given: object) => () =>
      environment.score(itemOf(name, given), { completion: "a", mode: "plain" }, {});
    expect(score("toString", {})).toThrow(/no known function/);
    expect(score("validate_word_constraint", { N: 3, quantifier: "about" })).toThrow(/do not fit: quantifier/);
  });

  it("reads rows by path, splits them, and refuses a truth that is none", async () => {
    const folder = await mkdtemp(join(tmpdir(), "hermes-rlvr-"));
    try {
      const path = join(folder, "rows.jsonl");
      const row = (i: number, truth: unknown) =>
        JSON.stringify({
          messages: [{ role: "user", content: `Write ${i}.` }],
          ground_truth: truth,
          dataset: "ifeval",
        });
      const rows = Array.from({ length: 200 }, (_, i) =>
        row(i, JSON.stringify({ func_name: "validate_no_commas", N: null })),
      );
      await writeFile(path, rows.join("\n"));
      const data = new DataFolder({ folder: null, paths: new Map([["rlvr-ifeval", path]]) });
      const opened = (await instructionFollowingTask.open(data)) as Environment<InstructionItem>;
      const ids = (split: "train" | "eval") =>
        [...(opened.items(split, 1) as Iterable<InstructionItem>)].map(({ id }) => id);
      expect(ids("train").length + ids("eval").length).toBe(200);
      expect(ids("eval").length).toBeGreaterThan(0);
      expect(ids("train").filter((id) => ids("eval").includes(id))).toEqual([]);
      for (const truth of ["validate_no_commas", "[]", { N: 1 }, 3]) {
        await writeFile(path, row(1, truth));
        await expect(instructionFollowingTask.open(data)).rejects.toThrow(/row 1: ground_truth/);
      }
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it("shortens the reward of long answers in groups that are all right", () => {
    const [right, wrong] = [{ value: 1 }, { value: 0 }] as Score[];
    expect(environment.adjustGroup!([right!, right!, right!], [500, 875, 1000], 1000)).toEqual([1, 0.5, 0]);
    expect(environment.adjustGroup!([right!, wrong!], [1000, 100], 1000)).toEqual([1, 0]);
  });
});
