import { describe, expect, it } from "vitest";
import { createRandom, environments, type GeneratedEnvironment, type Mode, type Score } from "../index.ts";

const ITEMS = 1000;
const MODES: readonly Mode[] = ["reasoning", "plain"];

/** The first items of a split. */
function sample(
  environment: GeneratedEnvironment<unknown>,
  split: "train" | "eval",
  seed: number,
  count = ITEMS,
): unknown[] {
  const items: unknown[] = [];
  for (const item of environment.items(split, seed)) if (items.push(item) === count) return items;
  return items;
}

function expectSpans(score: Score, completion: string): void {
  for (const span of [...(score.extracted ? [score.extracted] : []), ...score.rejected]) {
    // A plain comparison first: expect is slow, and this runs many thousand times.
    if (completion.slice(span.start, span.end) !== span.text) expect(span).toBe("where it says");
  }
}

function answerOf(completion: string): { head: string; answer: string } {
  const end = completion.indexOf("</think>");
  const cut = end < 0 ? 0 : end + "</think>".length;
  return { head: completion.slice(0, cut), answer: completion.slice(cut) };
}

/** Wrong answers made from a right one: nothing said; every digit and vowel replaced; something else said. */
function perturbed(completion: string): string[] {
  const { head, answer } = answerOf(completion);
  const garbled = answer
    .replace(/\d/g, (digit) => String((Number(digit) + 1) % 10))
    .replace(/[aeiouy]/g, "q")
    .replace(/[AEIOUY]/g, "Q");
  return [head, `${head}${garbled}`, `${head}\nI have no idea.`];
}

describe.each(environments.map((environment) => [environment.id, environment] as const))("%s", (_, environment) => {
  it("scores its own demonstration 1 in both modes, and every logged span is where it says", () => {
    for (const split of ["train", "eval"] as const) {
      for (const item of sample(environment, split, 11, ITEMS / 2)) {
        for (const mode of MODES) {
          const completion = environment.demonstrate(item, mode);
          const score = environment.score(item, { completion, mode });
          if (score.value !== 1) expect({ score, completion }).toBe("right");
          if (!score.correct || !score.extracted) expect(score).toBe("right with a span");
          expectSpans(score, completion);
        }
      }
    }
  });

  it("scores perturbed completions below 1", () => {
    for (const item of sample(environment, "train", 12)) {
      const mode = MODES[environment.itemId(item).length % 2]!;
      for (const completion of perturbed(environment.demonstrate(item, mode))) {
        const score = environment.score(item, { completion, mode });
        if (score.value >= 1 || !score.reason) expect({ score, completion }).toBe("wrong with a reason");
        expectSpans(score, completion);
      }
    }
  });

  it("follows the think rule", () => {
    for (const item of sample(environment, "eval", 13, 50)) {
      const right = environment.demonstrate(item, "reasoning");
      expect(right).toMatch(/^<think>\n.+\n<\/think>\n\S/s);
      const cases = [
        [right.slice(0, right.indexOf("</think>")), "overlong"],
        [`Well. ${right}`, "bad_think"],
        [`${right}</think>`, "bad_think"],
        [environment.demonstrate(item, "plain"), "no_thought"],
      ] as const;
      for (const [completion, reason] of cases) {
        expect(environment.score(item, { completion, mode: "reasoning" })).toMatchObject({
          value: 0,
          correct: false,
          reason,
        });
      }
      expect(environment.score(item, { completion: right, mode: "plain" }).value).toBe(1);
      expect(environment.demonstrate(item, "plain")).not.toContain("think>");
    }
  });

  it("repeats the same items for the same seed and draws others for another seed or split", () => {
    const ids = (split: "train" | "eval", seed: number) =>
      sample(environment, split, seed, 40).map((item) => JSON.stringify(environment.prompt(item, "plain")));
    expect(ids("train", 1)).toEqual(ids("train", 1));
    expect(ids("train", 1)).not.toEqual(ids("train", 2));
    expect(ids("train", 1)).not.toEqual(ids("eval", 1));
  });

  it("asks with a user or tool message last, and follow-ups keep system message and tools", () => {
    const random = createRandom("follow-up");
    for (const item of sample(environment, "train", 14, 50)) {
      const request = environment.prompt(item, "reasoning");
      expect(request.thinking).toBe(true);
      expect(["user", "tool"]).toContain(request.messages.at(-1)!.role);
      const next = environment.followUp?.(item, random) ?? null;
      if (next === null) continue;
      const following = environment.prompt(next, "reasoning");
      expect(following.tools).toEqual(request.tools);
      expect(following.messages.filter(({ role }) => role === "system")).toEqual(
        request.messages.filter(({ role }) => role === "system"),
      );
      expect(environment.score(next, { completion: environment.demonstrate(next, "plain"), mode: "plain" }).value).toBe(
        1,
      );
    }
  });
});
