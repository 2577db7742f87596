import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parse, parseDocument } from "yaml";
import { Commented, printYaml, type YamlMap } from "./print-yaml.ts";

const words = [
  "--tensor-parallel-size",
  "-m",
  "vllm",
  "/model",
  "a/b:latest",
  "yes",
  "On",
  "null",
  "~",
  "1",
  "0x1",
  "1e3",
  "-",
];
const texts = [
  ...words,
  "",
  " x",
  "x ",
  "a: b",
  "a #b",
  "# c",
  "{}",
  "[a",
  "*a",
  "&a",
  "!a",
  "%a",
  "@a",
  "`a",
  "a\nb",
  '"',
  "'",
];

const { document } = fc.letrec((tie) => ({
  scalar: fc.oneof(fc.string({ unit: "binary" }), fc.constantFrom(...texts), fc.integer(), fc.boolean()),
  value: fc.oneof({ maxDepth: 4 }, tie("scalar"), tie("list"), tie("map")),
  list: fc.array(tie("value"), { maxLength: 4 }),
  map: fc.dictionary(
    fc.oneof(
      fc.string({ maxLength: 8 }).filter((key) => key !== "__proto__"),
      fc.constantFrom(...words),
    ),
    tie("value"),
    {
      maxKeys: 4,
      noNullPrototype: true,
    },
  ),
  document: tie("map"),
}));

describe("printed YAML", () => {
  test.each(["1.1", "1.2"] as const)("reads back as it was, as YAML %s", (version) => {
    fc.assert(
      fc.property(document as fc.Arbitrary<YamlMap>, (map) => {
        expect(parse(printYaml(map), { version, maxAliasCount: 0 })).toEqual(map);
      }),
      { numRuns: 500, seed: 11 },
    );
  });

  test("has comments above keys and items, and leaves out what is undefined", () => {
    const text = printYaml({
      list: [new Commented(["first"], "a"), new Commented(["a map"], { b: 1, c: [] })],
      key: new Commented(["two", "lines"], { d: true }),
      gone: undefined,
      empty: {},
    });
    expect(text).toBe(
      "list:\n  # first\n  - a\n  # a map\n  - b: 1\n    c: []\n# two\n# lines\nkey:\n  d: true\nempty: {}\n",
    );
    expect(parseDocument(text).errors).toEqual([]);
  });
});
