import fc from "fast-check";
import { expect, it } from "vitest";
import { planTiles, TILE_WORDS, tileWord, writeTiles } from "./attention-tiles.ts";

const ADDRESS = 6400;
const anySpan = fc.record({ tokens: fc.integer({ min: 0, max: 130 }), past: fc.integer({ min: 0, max: 300 }) });
const anyStep = fc.record({
  lengths: fc.array(anySpan, { minLength: 1, maxLength: 8 }),
  group: fc.integer({ min: 1, max: 60 }),
  blockTokens: fc.constantFrom(4, 16, 32),
});

it("covers every token of a step once, at its position, over its sequence's blocks, the longest sequences first", () => {
  fc.assert(
    fc.property(anyStep, ({ lengths, group, blockTokens }) => {
      // Block numbers tell span and index, so that a table in the wrong place shows.
      const spans = lengths.map(({ tokens, past }, s) => ({
        tokens,
        past,
        blocks: Uint32Array.from({ length: Math.ceil((past + tokens) / blockTokens) + 2 }, (_, i) => 1000 * s + i),
      }));
      const plan = planTiles(spans, group, blockTokens);
      const table = new Uint32Array(plan.tiles * TILE_WORDS + plan.blocks);
      writeTiles(table, ADDRESS, plan, spans, blockTokens);

      const covered: string[] = [];
      const ends: number[] = [];
      for (let tile = 0; tile < plan.tiles * TILE_WORDS; tile += TILE_WORDS) {
        const blocksAt = (table[tile + tileWord.blocks]! - ADDRESS) / 4;
        const count = table[tile + tileWord.tokens]!;
        expect(count).toBeGreaterThan(0);
        expect(count).toBeLessThanOrEqual(plan.tileTokens);
        for (let t = 0; t < count; t++) {
          const position = table[tile + tileWord.firstPosition]! + t;
          const block = table[blocksAt + Math.floor(position / blockTokens)]!;
          covered.push(`${table[tile + tileWord.firstToken]! + t}: ${position} in ${block}`);
        }
        const { past, tokens } = spans[Math.floor(table[blocksAt]! / 1000)]!;
        ends.push(past + tokens);
      }

      const wanted = spans.flatMap(({ tokens, past, blocks }) =>
        Array.from({ length: tokens }, (_, t) => `${past + t} in ${blocks[Math.floor((past + t) / blockTokens)]}`),
      );
      expect(covered.sort()).toEqual(wanted.map((text, token) => `${token}: ${text}`).sort());
      expect(ends).toEqual(ends.toSorted((a, b) => b - a));
    }),
    { numRuns: 60, seed: 4 },
  );
});
