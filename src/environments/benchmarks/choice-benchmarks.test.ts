import { describe, expect, it } from "vitest";
import { baseline, evaluationData, hasData, itemsOf } from "../test-data.ts";
import { bbhTask } from "./bbh.ts";
import { bbhFreeFormTask } from "./bbh-free-form.ts";
import { mmluProTask } from "./mmlu-pro.ts";
import { openbookqaTask } from "./openbookqa.ts";

/** Items, and an answer in the right form that is right by chance. */
const cases = [
  { task: mmluProTask, items: 12_032, guess: "The answer is (A).", chance: 0.12 },
  { task: openbookqaTask, items: 500, guess: "<answer>A</answer>", chance: 0.28 },
  { task: bbhTask, items: 4_362, guess: "<answer>A</answer>", chance: 0.19 },
  { task: bbhFreeFormTask, items: 2_146, guess: "<answer>7</answer>", chance: 0.02 },
];

describe.each(cases)("$task.id", ({ task, items, guess, chance }) => {
  const skipped = hasData(task) ? "" : ` (skipped: ${task.id} data not present)`;

  it.skipIf(skipped !== "")(`gives demonstrations 1, garbage 0, guesses chance${skipped}`, async () => {
    const environment = await task.open(evaluationData);
    for (const mode of ["reasoning", "plain"] as const) {
      const perfect = await baseline(environment, mode, (item) => environment.demonstrate(item, mode)!);
      expect(perfect.wrong).toEqual([]);
      expect(perfect.items).toBe(items);
    }
    const garbage = await baseline(environment, "plain", () => "I think a dog is nice.\n\nThe answer: I'm not sure.");
    expect(garbage.mean).toBe(0);
    const unclosed = await baseline(environment, "reasoning", () => `<think>${guess}`);
    expect(unclosed.mean).toBe(0);
    const guessed = await baseline(environment, "plain", () => guess);
    expect(Math.abs(guessed.mean - chance)).toBeLessThan(0.03);
  });

  it.skipIf(skipped !== "")(`has different items, each with its right label among its labels${skipped}`, async () => {
    const environment = await task.open(evaluationData);
    const all = await itemsOf(environment, 1);
    expect(new Set(all.map((item) => environment.itemId(item))).size).toBe(items);
    for (const item of all as { labels?: string[]; choices?: string[]; right?: string }[]) {
      if (!item.labels) continue;
      expect(item.labels).toContain(item.right);
      expect(item.choices!.length === 0 || item.choices!.length === item.labels.length).toBe(true);
    }
  });
});

describe("mmlu-pro", () => {
  it.skipIf(!hasData(mmluProTask))("takes the letter of question 3983, not its index", async () => {
    const environment = await mmluProTask.open(evaluationData);
    const item = (await itemsOf(environment, 1)).find((candidate) => environment.itemId(candidate) === "3983");
    expect(environment.demonstrate(item, "plain")).toBe("The answer is (C).");
  });
});
