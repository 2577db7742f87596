import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { BlockPool } from "./block-pool.ts";

/** What a pool should be: every block in exactly one of three places. */
class PlainPool {
  readonly free: number[];
  readonly cached: number[] = [];
  readonly held = new Map<number, number>();
  readonly evicted: number[] = [];

  constructor(size: number) {
    this.free = Array.from({ length: size }, (_, block) => block);
  }

  allocate(): number | null {
    const block = this.free.shift() ?? this.evict();
    if (block !== null) this.held.set(block, 1);
    return block;
  }

  hold(block: number): void {
    if (this.cached.includes(block)) this.cached.splice(this.cached.indexOf(block), 1);
    this.held.set(block, (this.held.get(block) ?? 0) + 1);
  }

  release(block: number, keep: boolean): void {
    const left = this.held.get(block)! - 1;
    if (left > 0) {
      this.held.set(block, left);
      return;
    }
    this.held.delete(block);
    if (keep) this.cached.push(block);
    else this.free.push(block);
    this.free.sort((a, b) => a - b);
  }

  private evict(): number | null {
    const block = this.cached.shift() ?? null;
    if (block !== null) this.evicted.push(block);
    return block;
  }
}

const actions = fc.array(
  fc.oneof(
    { weight: 3, arbitrary: fc.constant({ type: "allocate" as const }) },
    { weight: 1, arbitrary: fc.record({ type: fc.constant("hold" as const), pick: fc.nat() }) },
    {
      weight: 3,
      arbitrary: fc.record({ type: fc.constant("release" as const), pick: fc.nat(), keep: fc.boolean() }),
    },
  ),
  { maxLength: 120, size: "max" },
);

describe("the block pool", () => {
  test("does what a plain list of blocks would do", () => {
    let evictions = 0;
    const property = fc.property(fc.integer({ min: 1, max: 12 }), actions, (size, list) => {
      const evicted: number[] = [];
      const pool = new BlockPool(size, (block) => evicted.push(block));
      const plain = new PlainPool(size);
      for (const action of list) {
        const held = [...plain.held.keys()];
        const known = [...held, ...plain.cached];
        if (action.type === "allocate") expect(pool.allocate()).toBe(plain.allocate());
        else if (action.type === "hold" && known.length > 0) {
          const block = known[action.pick % known.length]!;
          pool.hold(block);
          plain.hold(block);
        } else if (action.type === "release" && held.length > 0) {
          const block = held[action.pick % held.length]!;
          pool.release(block, action.keep);
          plain.release(block, action.keep);
        }
        expect([pool.free, pool.cached, pool.used]).toEqual([plain.free.length, plain.cached.length, plain.held.size]);
        expect(pool.available).toBe(size - plain.held.size);
        for (let block = 0; block < size; block++) expect(pool.holders(block)).toBe(plain.held.get(block) ?? 0);
      }
      expect(evicted).toEqual(plain.evicted);
      evictions += evicted.length;
    });
    fc.assert(property, { numRuns: 150, seed: 11 });
    expect(evictions).toBeGreaterThan(50);
  });
});
