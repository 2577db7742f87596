import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isHermesError } from "../../errors.ts";
import { compileSchema } from "../json/index.ts";
import { randomSchema } from "../json/testing/random-schemas.ts";
import { allowedBytes } from "../json/testing/random-walk.ts";
import { realisticSchemas } from "../json/testing/realistic-schemas.ts";
import { formatNames, utf8Machine, wholeMatchLanguage } from "../regex/index.ts";
import { readSchema, toJsonValue } from "../schema-model/index.ts";
import { EndSearch } from "./end-search.ts";
import { fewestTokens } from "./fewest-tokens.ts";
import { createWordVocabulary } from "./testing/vocabularies.ts";
import { TransitionCache } from "./transition-cache.ts";

const decoder = new TextDecoder();

function compile(schema: unknown, anyOrder = false) {
  const model = readSchema(toJsonValue(schema), { isKnownFormat: (name) => formatNames.includes(name) });
  return new TransitionCache(compileSchema(model, { anyOrder }).machine);
}

const endFrom = (transitions: TransitionCache, state = transitions.machine.start, search = new EndSearch()) =>
  search.find(transitions, 0, state);

describe("the way to an end", () => {
  test.each<[string, unknown, string]>([
    ["anything", true, "0"],
    ["a needed member", { type: "object", required: ["b"], properties: { a: { type: "string" }, b: {} } }, '{"b":0}'],
    ["one of two needed members", { type: "object", anyOf: [{ required: ["long"] }, { required: ["a"] }] }, '{"a":0}'],
    ["so many members", { type: "object", minProperties: 2, propertyNames: { enum: ["a", "b"] } }, '{"a":0,"b":0}'],
    [
      "a recursion",
      {
        $defs: { a: { anyOf: [{ type: "array", items: { $ref: "#/$defs/a" }, minItems: 1 }, { const: 10 }] } },
        $ref: "#/$defs/a",
      },
      "10",
    ],
    ["a long text", { type: "string", minLength: 100 }, `"${"a".repeat(100)}"`],
    ["a control character", { const: "\u0001\n" }, '"\\u0001\\n"'],
    ["letters of other scripts", { enum: ["😀é中"] }, '"😀é中"'],
    [
      "different items",
      { type: "array", uniqueItems: true, minItems: 3, items: { enum: ["a", "b", "c"] } },
      '["a","b","c"]',
    ],
  ])("%s", (_name, schema, text) => {
    for (const anyOrder of [false, true]) {
      const way = endFrom(compile(schema, anyOrder))!;
      expect(decoder.decode(way).length).toBe(text.length);
    }
    expect(decoder.decode(endFrom(compile(schema))!)).toBe(text);
  });

  test.each(realisticSchemas)("$name", ({ schema, valid }) => {
    for (const anyOrder of [false, true]) {
      const transitions = compile(schema, anyOrder);
      const way = endFrom(transitions)!;
      expect(transitions.machine.isAccepting(transitions.nextOfAll(transitions.machine.start, way))).toBe(true);
      const texts = valid.map((value) => new TextEncoder().encode(JSON.stringify(value)).length);
      expect(way.length).toBeLessThanOrEqual(Math.min(...texts));
    }
  });

  test("is there from everywhere, and remembered", () => {
    let looked = 0;
    const steps = fc.array(fc.nat(), { maxLength: 40 });
    fc.assert(
      fc.property(randomSchema, steps, fc.boolean(), (schema, choices, anyOrder) => {
        const transitions = compileOrNull(schema, anyOrder);
        if (transitions === null) return;
        const search = new EndSearch();
        let state = transitions.machine.start;
        for (const choice of choices) {
          const way = endFrom(transitions, state, search);
          expect(way).not.toBeNull();
          expect(transitions.machine.isAccepting(transitions.nextOfAll(state, way!))).toBe(true);
          looked++;
          const allowed = allowedBytes(transitions.machine, state);
          if (allowed.length === 0) return;
          state = transitions.next(state, allowed[choice % allowed.length]!);
        }
      }),
      { numRuns: 250, seed: 3 },
    );
    expect(looked).toBeGreaterThan(800);
  });

  test("of patterns is the shortest", () => {
    const cases = [
      ["a{3,5}|bb", "bb"],
      ["[0-9]{4}-[0-9]{2}", "0000-00"],
      ["(x|yy)+z?", "x"],
    ] as const;
    for (const [pattern, text] of cases) {
      expect(decoder.decode(endFrom(new TransitionCache(utf8Machine(wholeMatchLanguage(pattern))!))!)).toBe(text);
    }
  });

  test("is given up at a limit", () => {
    expect(endFrom(compile({ type: "string", minLength: 1e6 }))).toBeNull();
    expect(endFrom(compile({ type: "array", minItems: 1e6 }))).toBeNull();
  });
});

test("bytes in the fewest tokens", () => {
  const { index, bytes } = createWordVocabulary(["ab", "abc", "cde", "de", "é"]);
  const texts = (text: string) =>
    fewestTokens(index.trie, new TextEncoder().encode(text))!.map((token) => decoder.decode(bytes[token]!));
  expect(texts("abcde")).toEqual(["ab", "cde"]);
  expect(texts("abcd")).toEqual(["abc", "d"]);
  expect(texts("xé")).toEqual(["x", "é"]);
  expect(texts("")).toEqual([]);
});

function compileOrNull(schema: unknown, anyOrder: boolean): TransitionCache | null {
  try {
    return compile(schema, anyOrder);
  } catch (error) {
    if (isHermesError(error, "schema-unsupported") || isHermesError(error, "schema-invalid")) return null;
    throw error;
  }
}
