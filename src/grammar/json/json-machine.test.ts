import { describe, expect, test } from "vitest";
import type { ByteMachine } from "../contract.ts";
import { parseJson, readSchema } from "../schema-model/index.ts";
import { type CompileSchemaOptions, compileSchema } from "./compile-schema.ts";
import { accepts, walk } from "./testing/walk.ts";

function machineOf(schema: string, options: CompileSchemaOptions = {}): ByteMachine {
  return compileSchema(readSchema(parseJson(schema)), options).machine;
}

const object = (keys: string) => JSON.stringify(Object.fromEntries(Array.from(keys, (key) => [key, 0])));

/** Schema, what can be written of it (all but the last character of a text that is cut), and what that last character was. */
const cuts = [
  ["a second digit over the maximum", '{"type":"integer","maximum":9}', "12"],
  ["a digit below the minimum that no digit can mend", '{"minimum":10,"maximum":19}', "2"],
  ["an exponent that could take a number below its minimum", '{"minimum":1}', "12e"],
  ["an exponent behind a number whose minimum is met", '{"minimum":1,"maximum":100000}', "12.5e"],
  ["a fraction of an integer", '{"type":"integer"}', "12.5"],
  ["a fraction that is no multiple", '{"multipleOf":0.5}', "12.51"],
  ["a letter that no enum value has there", '{"enum":["red","green"]}', '"b'],
  ["a key that is not allowed", '{"properties":{"ab":true},"additionalProperties":false}', '{"b'],
  ["the end of an object without a required key", '{"required":["a"]}', "{}"],
  ["a key behind which the required one cannot come", '{"properties":{"a":true,"b":true},"required":["a"]}', '{"b'],
  ["a comma where no item is left", '{"maxItems":1}', "[1,"],
  ["a comma where all values are used", '{"items":{"enum":[1,2]},"uniqueItems":true}', "[2,1,"],
  ["a key twice", '{"type":"object"}', '{"a":1,"a"'],
  ["a key twice, once in escapes", '{"type":"object"}', '{"é":1,"\\u00e9"'],
  ["a second branch of oneOf", '{"oneOf":[{"required":["a"]},{"required":["b"]}]}', '{"a":1,"b"'],
  ["a string over its length in code points", '{"maxLength":2}', '"😀\\ud83d\\ude00a'],
  ["a letter of a value as an escape", '{"type":"string"}', '"\\u006'],
  ["a letter of a key as an escape", '{"properties":{"ab":true},"additionalProperties":false}', '{"\\'],
  ["half a pair", '{"type":"string"}', '"\\ud83d"'],
  ["a byte of UTF-8 that no character of the pattern has", '{"type":"string","pattern":"^[a-z]*$"}', '"é'],
  ["a control character", '{"type":"string"}', '"\n'],
  ["a leading zero", '{"type":"integer"}', "01"],
  [
    "a key without a possible value",
    '{"properties":{"a":{"type":"string","not":{"type":"string"}}},"type":"object"}',
    '{"a"',
  ],
  ["more whitespace than sixteen bytes", "true", " ".repeat(17)],
] as const;

describe("the machine of a schema", () => {
  test.each(cuts)("cuts off at once: %s", (_name, schema, text) => {
    const machine = machineOf(schema);
    const characters = Array.from(text);
    const before = new TextEncoder().encode(characters.slice(0, -1).join("")).length;
    expect(walk(machine, text)).toEqual({ accepted: false, taken: before });
  });

  /** Schema, texts of values that meet it, and of values that do not. */
  test.each([
    ["long multiples", '{"multipleOf":3}', ["15372", "999999999999999999999"], ["15373"]],
    ["long multiples above a bound", '{"type":"integer","minimum":5,"multipleOf":100}', ["173689500"], ["173689550"]],
    ["an exponent of many digits", '{"type":"integer"}', ["1.9836737999999998e+126", "1.5e+12"], ["1.55e+1"]],
    [
      "zeros behind the point before an exponent",
      '{"type":"integer"}',
      ["8.05e2", "8.005e3", "8.00e0"],
      ["8.005e2", "8.0001e2"],
    ],
    [
      "keys of one length",
      '{"patternProperties":{"^[a-z]{3}$":true},"additionalProperties":false}',
      ['{"aaa":1,"aab":1}'],
      ['{"aaa":1,"ab":1}'],
    ],
    [
      "a key beside a name of the same pattern",
      '{"properties":{"a":true},"patternProperties":{"^[a-z]$":true},"additionalProperties":false}',
      ['{"b":1}', '{"a":1,"z":1}'],
      ['{"aa":1}'],
    ],
    ["keys of the same first byte", '{"propertyNames":{"pattern":"^[à-ü]$"}}', ['{"à":1,"é":1}'], ['{"à":1,"a":1}']],
    [
      "many keys beside patterns of many characters",
      String.raw`{"not":{"patternProperties":{"^\\p{L}+$":{"items":{"const":{}}},"^..":{"type":"object"}}}}`,
      ['{"":0,",":0,"v":0,"k":0,"O":0,".":0,"F":0,"T":0,"j":0,"~":0,"vC":0,"a b":0}'],
      ['{"":0,",":0,"v":0}'],
    ],
    [
      "as many keys as a pattern has",
      '{"minProperties":26,"propertyNames":{"pattern":"^[a-z]$"}}',
      [object("abcdefghijklmnopqrstuvwxyz")],
      [object("abcdefghijklmnopqrstuvwxy")],
    ],
    [
      "an item that must repeat one",
      '{"type":"array","not":{"uniqueItems":true}}',
      ["[1,1.0]", '[{"a":[2]},3,{"a":[2]}]'],
      ["[]", "[1,2]"],
    ],
    [
      "an item that repeats one or does not",
      '{"items":{"enum":[1,2]},"if":{"uniqueItems":true},"then":{"maxItems":1},"else":{"minItems":3}}',
      ["[1]", "[1,2,1]"],
      ["[1,2]", "[1,1]"],
    ],
  ])("takes %s", (_name, schema, valid, invalid) => {
    for (const anyOrder of [false, true]) {
      const machine = machineOf(schema, { anyOrder });
      for (const text of valid) expect(accepts(machine, text), text).toBe(true);
      for (const text of invalid) expect(accepts(machine, text), text).toBe(false);
    }
  });

  test("accepts numbers in exponents where a program would write them so", () => {
    const machine = machineOf('{"minimum":1e-9,"maximum":1e30}');
    for (const text of ["1e-9", "1.5e+21", "2E5", "0.5", "1000000"]) expect(accepts(machine, text), text).toBe(true);
    for (const text of ["9e-10", "1.1e30", "0e0"]) expect(accepts(machine, text), text).toBe(false);
  });

  test("takes escapes as writers of JSON use them, and all of them where asked for", () => {
    const text = '"\\u00e9\\ud83d\\ude00 \\u003cb\\u003e \\/ \\n \\u0000 \\" \\u0022"';
    expect(accepts(machineOf('{"type":"string"}'), text)).toBe(true);
    expect(accepts(machineOf('{"type":"string"}', { escapes: "any" }), '"\\u0061\\u0020"')).toBe(true);
    expect(accepts(machineOf('{"const":"<a>"}'), '"\\u003Ca\\u003e"')).toBe(true);
  });

  test("takes the members of a branch in its own order", () => {
    const branch = (...names: string[]) => ({ properties: Object.fromEntries(names.map((name) => [name, true])) });
    const schema = JSON.stringify({ anyOf: [branch("op", "path", "value"), branch("op", "from", "path")] });
    const machine = machineOf(schema);
    for (const text of ['{"op":1,"path":1,"value":1}', '{"op":1,"from":1,"path":1}']) {
      expect(accepts(machine, text), text).toBe(true);
    }
    expect(accepts(machine, '{"path":1,"op":1}')).toBe(false);
  });

  test("keeps the order of the schema, or any order when asked to", () => {
    const schema = '{"properties":{"a":true,"b":true},"required":["z"]}';
    const inOrder = ['{"a":1,"b":1,"z":1,"x":1}', '{"b":1,"z":1}'];
    const others = ['{"b":1,"a":1,"z":1}', '{"x":1,"z":1}', '{"z":1,"a":1}'];
    for (const text of inOrder) expect(accepts(machineOf(schema), text), text).toBe(true);
    for (const text of others) {
      expect(accepts(machineOf(schema), text), text).toBe(false);
      expect(accepts(machineOf(schema, { anyOrder: true }), text), text).toBe(true);
    }
  });

  test("keeps the order of values that must differ from none", () => {
    const machine = machineOf('{"items":{"properties":{"id":true}},"uniqueItems":true}');
    const valid = [
      '[{"c":1},{"a":1,"c":1}]',
      '[{"id":1,"c":{"x":1}},{"id":1,"a":1,"c":{"y":1,"x":1}}]',
      '[{"c":1,"a":1},{"a":1}]',
    ];
    for (const text of valid) expect(accepts(machine, text), text).toBe(true);
    for (const text of ['[{"c":1,"a":1},{"a":1,"c":1.0}]', '[{"a":1},{"a":1,"id":1}]', '[{"a":1},{"a":2,"a":3}]']) {
      expect(accepts(machine, text), text).toBe(false);
    }
  });

  test("writes compactly when asked to", () => {
    const machine = machineOf('{"type":"object"}', { whitespace: "compact" });
    expect(accepts(machine, '{"a":[1,2]}')).toBe(true);
    expect(accepts(machine, '{"a": 1}')).toBe(false);
  });

  test("knows how much plain text fits into a string", () => {
    const rooms = [
      ['{"type":"string"}', Number.POSITIVE_INFINITY],
      ['{"type":"string","maxLength":5}', 5],
      ['{"type":"string","enum":["abc"]}', 0],
    ] as const;
    for (const [schema, room] of rooms) {
      const machine = machineOf(schema);
      expect(machine.plainTextRoom(machine.next(machine.start, 0x22))).toBe(room);
    }
  });

  test.each([
    ["false", "false"],
    ["types that exclude each other", '{"allOf":[{"type":"string"},{"type":"number"}]}'],
    ["a recursion without end", '{"type":"array","items":{"$ref":"#"},"minItems":1}'],
    ["a required key that is forbidden", '{"type":"object","required":["a"],"properties":{"a":false}}'],
    ["more names than there may be members", '{"type":"object","required":["a","b"],"maxProperties":1}'],
    ["a pattern against a length", '{"type":"string","pattern":"^[a-z]{10}$","maxLength":5}'],
    [
      "more members than may be, of keys without number",
      '{"type":"object","minProperties":4,"maxProperties":1,"propertyNames":{"format":"hostname"}}',
    ],
    [
      "an item that must repeat one but cannot",
      '{"type":"array","prefixItems":[{"type":"string"},{"type":"integer"}],"maxItems":2,"not":{"uniqueItems":true}}',
    ],
    ["different items that must repeat one", '{"enum":[[3,100],[1,2]],"not":{"uniqueItems":true}}'],
    ["more keys than a pattern has", '{"type":"object","minProperties":27,"propertyNames":{"pattern":"^[a-z]$"}}'],
    ["bounds without a multiple", '{"type":"number","exclusiveMinimum":0,"exclusiveMaximum":3,"multipleOf":3}'],
  ])("refuses a schema that no value meets: %s", (_name, schema) => {
    expect(() => machineOf(schema)).toThrow(expect.objectContaining({ code: "schema-unsupported" }));
  });

  test("refuses a format in a negation where not all of its strings are known", () => {
    const facts = { pointer: "/not/format", keyword: "format", reason: expect.any(String) };
    expect(() => machineOf('{"not":{"format":"email"}}')).toThrow(
      expect.objectContaining({ code: "schema-unsupported", facts }),
    );
    expect(accepts(machineOf('{"not":{"format":"date"}}'), '"2024-02-30"')).toBe(true);
    expect(accepts(machineOf('{"not":{"format":"date"}}'), '"2024-02-29"')).toBe(false);
  });
});
