import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { formatNames } from "../regex/index.ts";
import { parseJson, readSchema, toJsonValue } from "../schema-model/index.ts";
import { EndSearch } from "../tokens/end-search.ts";
import { TransitionCache } from "../tokens/transition-cache.ts";
import { compileSchema } from "./compile-schema.ts";
import { randomText } from "./testing/random-walk.ts";
import { realisticSchemas } from "./testing/realistic-schemas.ts";
import { accepts } from "./testing/walk.ts";

const isKnownFormat = (name: string) => formatNames.includes(name);
const compile = (schema: unknown, anyOrder = false) =>
  compileSchema(readSchema(toJsonValue(schema), { isKnownFormat }), { whitespace: "pretty", anyOrder }).machine;
const pretty = (value: unknown) => JSON.stringify(value, null, 2);

describe("the layout of JSON.stringify(value, null, 2)", () => {
  const anything = compile(true);

  test.each([0, -1.5, 'a\n"b', null, true, [], {}, [[]], [{}], { a: [] }, [1, [2, { a: { b: "c" } }], {}]])(
    "%j",
    (value) => {
      expect(accepts(anything, pretty(value))).toBe(true);
      if (pretty(value) !== JSON.stringify(value)) expect(accepts(anything, JSON.stringify(value))).toBe(false);
    },
  );

  test.each([
    "[ ]",
    "[\n]",
    "{\n}",
    "[\n  1]",
    "[1\n]",
    "[\n 1\n]",
    "[\n  1,\n  2 \n]",
    '{\n  "a":1\n}',
    '{\n  "a" : 1\n}',
    "1\n",
    " 1",
  ])("and not %j", (text) => expect(accepts(anything, text)).toBe(false));

  test("of any value", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(accepts(anything, pretty(value))).toBe(true);
      }),
      { numRuns: 300, seed: 1 },
    );
  });

  test("has a way to the end behind a line that has begun", () => {
    for (const text of ["{\n", "[\n  ", '{\n  "a": [\n', '{\n  "a": {\n    ', "[\n  1"]) {
      let state = anything.start;
      for (const byte of Buffer.from(text)) state = anything.next(state, byte);
      const way = new EndSearch().find(new TransitionCache(anything), 0, state);
      expect(way, text).not.toBeNull();
      expect(accepts(anything, text + new TextDecoder().decode(way!)), text).toBe(true);
    }
  });

  test("finds a way through more than is needed to close", () => {
    for (const schema of [
      { contains: { minItems: 1, type: "array" } },
      { contains: { required: ["a"], type: "object" } },
    ]) {
      const machine = compile({ type: "array", ...schema });
      expect(new EndSearch().find(new TransitionCache(machine), 0, machine.start)).not.toBeNull();
    }
  });

  test("finds a long way from anywhere", () => {
    const { schema } = realisticSchemas.find(({ name }) => name === "formats")!;
    const machine = compile(schema, true);
    for (const text of ["{", '{\n  "ab', '{\n  "a": {', '{\n  "a": [\n    ']) {
      let state = machine.start;
      for (const byte of Buffer.from(text)) state = machine.next(state, byte);
      expect(new EndSearch().find(new TransitionCache(machine), 0, state), text).not.toBeNull();
    }
  });

  test.each(realisticSchemas)("$name", ({ schema, valid }) => {
    const machine = compile(schema);
    for (const value of valid) expect(accepts(machine, pretty(value))).toBe(true);
    let seed = 5;
    const random = () => {
      seed = (Math.imul(seed, 1103515245) + 12345) >>> 0;
      return (seed >>> 8) / 2 ** 24;
    };
    for (const freely of [0, 20, 60]) {
      const { text, ending } = randomText(machine, random, freely);
      expect(ending, text).not.toBe("dead end");
      if (ending === "complete") expect(() => parseJson(text)).not.toThrow();
      if (ending === "complete") expect(layoutOf(text)).toBe(layoutOf(pretty(JSON.parse(text, withoutSize))));
    }
    const way = new EndSearch().find(new TransitionCache(machine), 0, machine.start)!;
    const short = new TextDecoder().decode(way);
    expect(short).toBe(pretty(JSON.parse(short)));
  });
});

/** A number may be too large for JSON.parse, which JSON.stringify would then write as null. */
function withoutSize(_key: string, value: unknown): unknown {
  return typeof value === "number" ? 0 : value;
}

/** Spellings of strings and numbers are free. */
function layoutOf(text: string): string {
  return text.replace(/"(?:[^"\\]|\\.)*"/g, "S").replace(/-?\d[\d.eE+-]*/g, "N");
}
