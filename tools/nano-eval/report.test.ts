import { describe, expect, it } from "vitest";
import { environments, heldOutItems, type Mode } from "../../src/environments/index.ts";
import { countCompletions, type EvalRow, evaluate } from "./evaluate.ts";
import { headline, renderReport, renderTally, wilsonInterval } from "./report.ts";

describe("wilsonInterval", () => {
  // Values of the closed form, worked out apart with 40 digits.
  it.each([
    [{ right: 97, total: 100 }, 0.9155, 0.9897],
    [{ right: 0, total: 10 }, 0, 0.2775],
    [{ right: 10, total: 10 }, 0.7225, 1],
  ])("%j", (tally, low, high) => {
    const [gotLow, gotHigh] = wilsonInterval(tally);
    expect(gotLow).toBeCloseTo(low, 3);
    expect(gotHigh).toBeCloseTo(high, 3);
  });

  it("is shown beside the share", () => {
    expect(renderTally({ right: 97, total: 100 })).toBe("97/100  97.0 % [91.5, 99.0]");
    expect(renderTally({ right: 0, total: 0 })).toBe("-");
  });
});

const plan = { environments, modes: ["reasoning", "plain"] as readonly Mode[], limit: 3, seed: 1 };

/** A model that answers by the demonstrations with thinking, and always says the same without. */
function halfRightModel() {
  const answers = new Map<string, string>();
  for (const environment of environments) {
    for (const { item } of heldOutItems(environment, plan.limit, plan.seed)) {
      const key = JSON.stringify(environment.prompt(item, "reasoning").messages);
      answers.set(key, environment.demonstrate(item, "reasoning"));
    }
  }
  return {
    chat: async ({ messages, thinking }: { messages: readonly unknown[]; thinking?: boolean }) => {
      const raw = thinking ? (answers.get(JSON.stringify(messages)) ?? "") : "42";
      return { raw, finishReason: "stop", usage: { completionTokens: 1 } };
    },
  };
}

describe("evaluate", () => {
  it("scores every held-out item in both modes and sums up", async () => {
    const rows: EvalRow[] = [];
    for await (const row of evaluate(halfRightModel(), plan)) rows.push(row);
    expect(rows.length).toBe(countCompletions(plan));
    const figures = new Map(headline(rows).map(({ name, tallies }) => [name, tallies]));
    expect(figures.get("tool calls exactly right")).toEqual({
      reasoning: { right: 6, total: 6 },
      plain: { right: 0, total: 6 },
    });
    expect(figures.get("right decision whether to call")).toEqual({
      reasoning: { right: 12, total: 12 },
      plain: { right: 6, total: 12 },
    });
    expect(figures.get("addition and subtraction, 4 digits")!.reasoning).toEqual({ right: 6, total: 6 });
    expect(figures.get("thought not closed (overlong)")!.reasoning.right).toBe(0);
    const report = renderReport(rows);
    for (const { id } of environments) expect(report).toContain(`${id} | `);
  });
});
