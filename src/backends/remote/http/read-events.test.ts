import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { EventTooLong, readEvents } from "./read-events.ts";

const encoder = new TextEncoder();

async function read(pieces: Iterable<Uint8Array>, mostCharacters?: number): Promise<string[]> {
  async function* bytes() {
    yield* pieces;
  }
  const found: string[] = [];
  for await (const data of readEvents(bytes(), mostCharacters)) found.push(data);
  return found;
}

function cutBytes(bytes: Uint8Array, positions: readonly number[]): Uint8Array[] {
  const cuts = [...positions.map((position) => position % (bytes.length + 1)), bytes.length].sort((a, b) => a - b);
  return cuts.map((cut, index) => bytes.subarray(cuts[index - 1] ?? 0, cut));
}

const cases: readonly [name: string, stream: string, data: readonly string[]][] = [
  ["line feeds", "data: a\n\ndata: b\n\n", ["a", "b"]],
  ["carriage returns and line feeds", "data: a\r\n\r\ndata: b\r\n\r\n", ["a", "b"]],
  ["carriage returns alone", "data: a\r\rdata: b\r\r", ["a", "b"]],
  ["comments are pings", ": ping\n\ndata: a\n: ping\n\n:\n\n", ["a"]],
  ["data over several lines", "data: {\ndata: }\n\n", ["{\n}"]],
  ["no blank behind the colon", "data:a\n\n", ["a"]],
  ["other fields", "event: message\nid: 7\nretry: 5\ndata: a\n\n", ["a"]],
  ["unknown fields and lines without colon", "stuff\nfoo: bar\ndata: a\n\n", ["a"]],
  ["a byte order mark", "\ufeffdata: a\n\n", ["a"]],
  ["an event cut off by the end is none", "data: a\n\ndata: b", ["a"]],
  ["nothing", "", []],
  ["characters of several bytes", "data: é⚓😀\n\n", ["é⚓😀"]],
];

describe("readEvents", () => {
  test.each(cases)("%s, cut at every byte", async (_name, stream, data) => {
    const bytes = encoder.encode(stream);
    expect(await read([bytes])).toEqual(data);
    for (let cut = 0; cut <= bytes.length; cut++) {
      expect(await read([bytes.subarray(0, cut), bytes.subarray(cut)])).toEqual(data);
    }
    expect(await read([...bytes].map((byte) => Uint8Array.of(byte)))).toEqual(data);
  });

  test("any cut of any bytes gives the same events", async () => {
    const fragments = [
      "data:",
      "data: ",
      ":",
      ": ping",
      "event: x",
      "\n",
      "\r",
      "\r\n",
      "\n\n",
      "a",
      "é",
      "😀",
      "{}",
      "[DONE]",
    ];
    const soup = fc
      .array(fc.constantFrom(...fragments), { maxLength: 30 })
      .map((list) => encoder.encode(list.join("")));
    const broken = fc.uint8Array({ maxLength: 60 });
    await fc.assert(
      fc.asyncProperty(fc.oneof(soup, broken), fc.array(fc.nat(200), { maxLength: 8 }), async (bytes, cuts) => {
        expect(await read(cutBytes(bytes, cuts))).toEqual(await read([bytes]));
      }),
      { seed: 21, numRuns: 500 },
    );
  });

  test("what was whole before an endless event is given, then it fails", async () => {
    const found: string[] = [];
    async function* endless() {
      yield encoder.encode("data: a\n\ndata: ");
      for (;;) yield encoder.encode("x".repeat(100));
    }
    const reading = (async () => {
      for await (const data of readEvents(endless(), 1000)) found.push(data);
    })();
    await expect(reading).rejects.toThrow(EventTooLong);
    expect(found).toEqual(["a"]);
  });

  test("an event of many short lines is no way around the limit", async () => {
    await expect(read([encoder.encode("data: x\n".repeat(2000))], 1000)).rejects.toThrow(EventTooLong);
  });
});
