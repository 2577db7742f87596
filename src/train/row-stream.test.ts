import { describe, expect, test } from "vitest";
import type { PackedRow, Sample } from "./row.ts";
import { RowStream, type RowStreamOptions } from "./row-stream.ts";

/** Sample i of a pool has length 1 + i % 6 and holds 100 * pool + i in every token. */
function pool(index: number): Sample[] {
  return Array.from({ length: 20 }, (_, i) => {
    const tokens = new Int32Array(1 + (i % 6)).fill(100 * index + i);
    return { tokens, labels: tokens, kind: `pool ${index}` };
  });
}

const options: RowStreamOptions = { samples: pool, rowLength: 8, seed: 3 };
const texts = (rows: readonly PackedRow[]): string[] => rows.map((row) => row.tokens.join(" "));

describe("row stream", () => {
  test("hands out every sample of a pool once before the next pool", () => {
    const stream = new RowStream(options);
    const rows: PackedRow[] = [];
    while (stream.position.pool === 0) rows.push(...stream.next(1));
    const first = rows.slice(0, -1).flatMap((row) => row.starts.slice(0, -1).map((start) => row.tokens[start]!));
    expect(first.sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, i) => i));
    expect(rows.at(-1)!.kinds[0]).toBe("pool 1");
  });

  test.each([0, 1, 5, 9, 17])("goes on from the position after %i rows with the very next row", (count) => {
    const whole = texts(new RowStream(options).next(30));
    const stream = new RowStream(options);
    stream.next(count);
    const resumed = new RowStream({ ...options, position: stream.position });
    expect(texts(resumed.next(30 - count))).toEqual(whole.slice(count));
  });

  test("another seed orders rows differently", () => {
    expect(texts(new RowStream({ ...options, seed: 4 }).next(9))).not.toEqual(texts(new RowStream(options).next(9)));
  });

  test("counts samples that are longer than a row", () => {
    const stream = new RowStream({ ...options, rowLength: 5 });
    stream.next(1);
    expect(stream.dropped).toBe(3);
  });
});
