import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { BlockManager } from "./block-manager.ts";
import { BlockTable } from "./block-table.ts";

interface Holder {
  readonly table: BlockTable;
  readonly tokens: number[];
}

/** Two-letter texts, so that many begin alike. */
const actions = fc.array(
  fc.oneof(
    fc.record({
      type: fc.constant("admit" as const),
      tokens: fc.array(fc.integer({ min: 0, max: 1 }), { minLength: 1, maxLength: 9 }),
      salt: fc.constantFrom(null, "a"),
    }),
    fc.record({ type: fc.constant("compute" as const), pick: fc.nat(), append: fc.integer({ min: 0, max: 1 }) }),
    fc.record({ type: fc.constant("release" as const), pick: fc.nat() }),
  ),
  { maxLength: 80, size: "max" },
);

describe("the block manager", () => {
  test("tables, counts and contents agree, whatever happens", () => {
    let [shared, evicted] = [0, 0];
    const property = fc.property(actions, (list) => {
      const manager = new BlockManager(10, 2);
      /** What each block truly holds: the text that ends with it. */
      const truth = new Map<number, string>();
      let holders: Holder[] = [];
      for (const action of list) {
        const holder = holders[action.type === "admit" ? -1 : action.pick % Math.max(1, holders.length)];
        if (action.type === "admit") {
          const table = new BlockTable(action.salt);
          const cachedBefore = manager.index.size;
          if (!manager.admit(table, action.tokens)) continue;
          evicted += cachedBefore - manager.index.size;
          shared += table.indexed;
          holders.push({ table, tokens: [...action.tokens] });
          expect(table.computed).toBeLessThan(action.tokens.length);
          const read = table.blocks.slice(0, table.indexed).map((block) => truth.get(block));
          const texts = read.map((_, at) => `${action.salt}:${action.tokens.slice(0, 2 * at + 2)}`);
          expect(read).toEqual(texts);
        } else if (action.type === "compute" && holder !== undefined) {
          const { table, tokens } = holder;
          if (!manager.grow(table, tokens.length)) continue;
          for (let at = table.indexed; 2 * at + 2 <= tokens.length; at++) {
            truth.set(table.blocks[at]!, `${table.salt}:${tokens.slice(0, 2 * at + 2)}`);
          }
          manager.advance(table, tokens, tokens.length);
          tokens.push(action.append);
        } else if (holder !== undefined) {
          manager.release(holder.table);
          holders = holders.filter((other) => other !== holder);
        }
        checkCounts(manager, holders);
      }
      for (const { table } of holders) manager.release(table);
      expect(manager.pool).toMatchObject({ used: 0, cached: manager.index.size });
    });
    fc.assert(property, { numRuns: 150, seed: 3 });
    expect([shared > 100, evicted > 30]).toEqual([true, true]);
  });
});

/** Every block is held as often as tables name it, and cached exactly when it is known and not held. */
function checkCounts({ pool, index }: BlockManager, holders: readonly Holder[]): void {
  const named = holders.flatMap(({ table }) => table.blocks);
  let cached = 0;
  for (let block = 0; block < pool.size; block++) {
    const times = named.filter((other) => other === block).length;
    expect(pool.holders(block)).toBe(times);
    if (times === 0 && index.has(block)) cached++;
  }
  expect([pool.used, pool.cached]).toEqual([new Set(named).size, cached]);
  expect(pool.free + pool.cached + pool.used).toBe(pool.size);
}
