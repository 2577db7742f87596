import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import type { Environment, Score } from "../contract.ts";
import { DataFolder } from "../data/index.ts";
import { type IfevalItem, ifeval, ifevalTask } from "./ifeval.ts";

const folder = fileURLToPath(new URL("../../../../shared/data/eval", import.meta.url));
const isPresent = existsSync(`${folder}/ifeval/input_data.jsonl`);

const item: IfevalItem = {
  key: 1,
  prompt: "Describe a kettle. No commas, at least 4 words.",
  instruction_id_list: ["punctuation:no_comma", "length_constraints:number_words"],
  kwargs: [{}, { num_words: 4, relation: "at least" }],
};
const environment = await ifeval([item]);
const score = (completion: string, mode: "reasoning" | "plain" = "plain") =>
  environment.score(item, { completion, mode }, {}) as Score;

describe("ifeval", () => {
  it("scores the whole prompt loosely, with strict as a check and a verdict an instruction", () => {
    expect(score("A kettle boils water.")).toMatchObject({ value: 1, correct: true, checks: { strict: true } });
    expect(score("Sure, here:\nA kettle boils water.")).toMatchObject({
      value: 1,
      checks: { strict: false },
      verdict: { strict: [false, true], loose: [true, true] },
    });
    expect(score("A, b")).toMatchObject({
      value: 0,
      reason: "not_followed: punctuation:no_comma, length_constraints:number_words",
    });
    expect(score("")).toMatchObject({ value: 0, verdict: { loose: [false, false] } });
  });

  it("reads only what follows the thought", () => {
    expect(score("<think>Well, a kettle, then.</think>\nA kettle boils water.", "reasoning").value).toBe(1);
    expect(score("<think>A kettle boils water.</think>\n", "reasoning").value).toBe(0);
    expect(score("<think>A kettle boils water.", "reasoning")).toMatchObject({
      value: 0,
      reason: "overlong",
      verdict: { strict: [false, false], loose: [false, false] },
    });
  });

  it("aggregates strict and loose, by prompt and by instruction", () => {
    const answers = ["A kettle boils water.", "Sure, here:\nA kettle boils water.", "A, b", "Kettle."];
    const samples = answers.map((answer, sampleIndex) => {
      const own = environment.score(item, { completion: answer, mode: "plain" }, {}) as never;
      return { itemId: "1", category: "2 instructions", sampleIndex, mode: "plain" as const, score: own };
    });
    expect(environment.aggregate!(samples)).toEqual({
      "prompt strict": 0.25,
      "instruction strict": 0.5,
      "prompt loose": 0.5,
      "instruction loose": 0.625,
    });
  });

  it.skipIf(!isPresent)(
    "scores demonstrations 1 in all rows of the data but 5 that exclude themselves (skipped: ifeval data not present)",
    async () => {
      const { rows, environment } = await data();
      expect(rows).toHaveLength(541);
      expect(new Set(rows.flatMap((row) => row.instruction_id_list)).size).toBe(25);
      const undemonstrated: number[] = [];
      for (const row of rows) {
        const completion = environment.demonstrate(row, "reasoning");
        if (completion === null) undemonstrated.push(row.key);
        else
          expect(environment.score(row, { completion, mode: "reasoning" }, {})).toMatchObject({
            value: 1,
            checks: { strict: true },
          });
      }
      // Their prompts ask to repeat a text that holds what the answer must not.
      expect(undemonstrated.sort((a, b) => a - b)).toEqual([374, 1627, 3369, 3371, 3718]);
    },
  );

  it.skipIf(!isPresent)("scores garbage as the rules have it (skipped: ifeval data not present)", async () => {
    const { rows, environment } = await data();
    const share = (completion: string) =>
      rows.filter((row) => (environment.score(row, { completion, mode: "plain" }, {}) as Score).value === 1).length /
      rows.length;
    expect(share("")).toBe(0);
    // A word of no language: chance, since it follows "less than", "no comma" and "do not say" (97 prompts).
    expect(share("zzz")).toBeLessThan(0.2);
  });
});

async function data() {
  const environment = (await ifevalTask.open(new DataFolder({ folder }))) as Environment<IfevalItem>;
  return { environment, rows: [...(environment.items("eval", 1) as Iterable<IfevalItem>)] };
}
