import { describe, expect, it } from "vitest";
import { renderPrompt } from "../../chat/index.ts";
import { baseline, evaluationData, hasData, itemsOf } from "../test-data.ts";
import { bfclTasks } from "./bfcl.ts";

const counts = { bfcl: 1240, "bfcl-simple": 400, "bfcl-multiple": 200, "bfcl-parallel": 200 } as const;

describe.each(bfclTasks)("$id", (task) => {
  const skipped = hasData(task) ? "" : " (skipped: bfcl data not present)";

  it.skipIf(skipped !== "")(`gives every demonstration 1 and others 0${skipped}`, async () => {
    const environment = await task.open(evaluationData);
    for (const mode of ["reasoning", "plain"] as const) {
      const perfect = await baseline(environment, mode, (item) => environment.demonstrate(item, mode)!);
      expect(perfect.wrong).toEqual([]);
      expect(perfect.items).toBe(counts[task.id as keyof typeof counts] ?? perfect.items);
    }
    const garbage = '<tool_call>\n{"name": "f", "arguments": {}}\n</tool_call>';
    expect((await baseline(environment, "plain", () => garbage)).mean).toBe(0);
    const silence = await baseline(environment, "plain", () => "I do not know.");
    const share = task.id === "bfcl" ? 240 / 1240 : task.id === "bfcl-irrelevance" ? 1 : 0;
    expect(silence.mean).toBeCloseTo(share, 10);
  });
});

describe("bfcl", () => {
  const task = bfclTasks[0]!;
  it.skipIf(!hasData(task))(
    `takes the categories in turn${hasData(task) ? "" : " (skipped: bfcl data not present)"}`,
    async () => {
      const environment = await task.open(evaluationData);
      const items = await itemsOf(environment, 7);
      const first = items.slice(0, 50).map((item) => environment.category(item));
      expect(Object.values(Object.groupBy(first, (name) => name)).map((group) => group!.length)).toEqual([
        10, 10, 10, 10, 10,
      ]);
      expect(new Set(items.map((item) => environment.itemId(item))).size).toBe(1240);
      expect(await itemsOf(environment, 7, "train")).toEqual([]);
    },
  );

  it.skipIf(!hasData(task))("offers every function in a prompt with the types of JSON Schema", async () => {
    const environment = await task.open(evaluationData);
    for (const item of await itemsOf(environment, 1)) {
      const { messages, tools = [] } = environment.prompt(item, "plain");
      const { text } = renderPrompt({ profile: "llama3", messages, tools, addGenerationPrompt: true });
      expect(text).not.toMatch(/"type": "(?:dict|float|tuple|any)"/);
      for (const tool of tools) expect(text).toContain(tool.function.name);
    }
  });
});
