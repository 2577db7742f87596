import { describe, expect, test } from "vitest";
import { environments } from "../../environments/index.ts";
import { doubling } from "../testing/counting-task.ts";
import { selectItems } from "./select-items.ts";

const file = (count: number) => doubling({ items: () => Array.from({ length: count }, (_, index) => index) });

describe("items of a file", () => {
  test("are all, in their order, where no limit is given or it is no smaller", async () => {
    const all = Array.from({ length: 20 }, (_, index) => index);
    expect(await selectItems(file(20), { endless: false, limit: null })).toEqual(all);
    expect(await selectItems(file(20), { endless: false, limit: 20 })).toEqual(all);
  });

  test("are drawn from the whole file, the same for every seed, and a larger limit holds a smaller one", async () => {
    const draw = async (limit: number, seed?: number) =>
      (await selectItems(file(1000), { endless: false, limit }, seed)) as number[];
    const ten = await draw(10);
    expect(ten).toHaveLength(10);
    expect(ten).toEqual([...ten].sort((left, right) => left - right));
    expect(ten.at(-1)! - ten[0]!).toBeGreaterThan(500);
    expect(await draw(10, 7)).toEqual(ten);
    expect(await draw(50)).toEqual(expect.arrayContaining(ten));
  });

  test("with one id twice are refused by name", async () => {
    const twice = doubling({ items: () => [1, 2, 1] });
    await expect(selectItems(twice, { endless: false, limit: null })).rejects.toMatchObject({
      code: "environment-failed",
      facts: { kind: "item", task: "doubling", item: "n1" },
    });
  });

  test("may come one by one", async () => {
    const slow = doubling({
      async *items() {
        yield 3;
        yield 4;
      },
    });
    expect(await selectItems(slow, { endless: false, limit: null })).toEqual([3, 4]);
  });
});

describe("endless items", () => {
  test.each(environments.map((environment) => [environment.id, environment] as const))(
    "%s: different ones, so many a category, the same every time",
    async (_id, environment) => {
      const select = async () => await selectItems(environment, { endless: true, limit: 4 });
      const items = await select();
      const idsOf = (list: readonly unknown[]) => list.map((item) => environment.itemId(item));
      expect(new Set(idsOf(items)).size).toBe(items.length);
      const categories = Map.groupBy(items, (item) => environment.category(item));
      for (const own of categories.values()) expect(own.length).toBeLessThanOrEqual(4);
      expect(idsOf(await select())).toEqual(idsOf(items));
    },
  );
});
