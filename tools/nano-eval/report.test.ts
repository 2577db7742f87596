import { describe, expect, it } from "vitest";
import { environments, type Mode } from "../../src/environments/index.ts";
import {
  countSamples,
  type EvaluationPlan,
  planSamples,
  runSamples,
  type SampleRow,
  selectItems,
} from "../../src/evaluate/index.ts";
import { ScriptedModel } from "../../src/evaluate/testing/counting-task.ts";
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

const modes: readonly Mode[] = ["reasoning", "plain"];

async function createPlan(): Promise<EvaluationPlan> {
  const tasks = await Promise.all(
    environments.map(async (environment) => {
      const { id, version, defaults } = environment;
      const config = { id, version, sampling: defaults, samples: 1, limit: 3, data: [] };
      return { environment, config, overrides: {}, items: await selectItems(environment, { endless: true, limit: 3 }) };
    }),
  );
  return { tasks, modes, seed: 1 };
}

/** A model that answers by the demonstrations with thinking, and always says the same without. */
function halfRightModel({ tasks }: EvaluationPlan): ScriptedModel {
  const answers = new Map<string, string>();
  for (const { environment, items } of tasks) {
    for (const item of items) {
      const key = JSON.stringify(environment.prompt(item, "reasoning").messages);
      answers.set(key, environment.demonstrate(item, "reasoning") ?? "");
    }
  }
  return new ScriptedModel((_question, { messages, thinking }) =>
    thinking ? (answers.get(JSON.stringify(messages)) ?? "") : "42",
  );
}

describe("the report", () => {
  it("sums up the held-out items in both modes", async () => {
    const rows: SampleRow[] = [];
    const plan = await createPlan();
    await runSamples(planSamples(plan), {
      ...{ model: halfRightModel(plan), services: {}, concurrency: 4, scoringConcurrency: 4, onError: "stop" },
      onRow: (row) => void rows.push(row),
    });
    expect(rows.length).toBe(countSamples(plan));
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
