import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Decimal } from "./decimal.ts";
import { equalityKey, JSON_DEPTH_LIMIT, renderJson, toJsonValue, toPlainValue } from "./json-value.ts";
import { parseJson } from "./parse-json.ts";

fc.configureGlobal({ seed: 45 });

describe("parseJson", () => {
  test("keeps every digit, the order of members and any key", () => {
    const value = parseJson(' {"b": 12345678901234567890.10, "__proto__": [null, true, "\\ud83d\\ude00"], "1": {}} ');
    expect(value).toEqual(
      new Map<string, unknown>([
        ["b", Decimal.parse("12345678901234567890.1")],
        ["__proto__", [null, true, "😀"]],
        ["1", new Map()],
      ]),
    );
    expect(renderJson(value)).toBe('{"b":12345678901234567890.1,"__proto__":[null,true,"😀"],"1":{}}');
  });

  test.each([
    ["", "offset 0: expected a value"],
    ["[1,]", "offset 3: expected a value"],
    ["[1 2]", "offset 3: expected a comma or ]"],
    ['{"a":1 "b":2}', "offset 7: expected a comma or }"],
    ['{"a" 1}', "offset 5: expected a colon"],
    ["{a:1}", "offset 1: expected a key"],
    ['{"a":1,"\\u0061":2}', 'offset 7: expected a key that does not repeat "a"'],
    ["01", "offset 0: expected a number"],
    ["1e99999999999999999999", "offset 0: expected a number"],
    ['"a', "offset 2: expected a string"],
    ['"\n"', "offset 1: expected a string"],
    ['"\\x"', "offset 0: expected a string with the escapes"],
    ['"\\', "expected a string"],
    ["nul", "offset 0: expected a value"],
    ["1 1", "offset 2: expected the end"],
  ])("%o is refused", (text, message) => {
    expect(() => parseJson(text)).toThrow(message);
  });

  test("nesting has a limit", () => {
    const nested = (depth: number) => "[".repeat(depth) + "]".repeat(depth);
    expect(parseJson(nested(JSON_DEPTH_LIMIT))).toBeDefined();
    expect(() => parseJson(nested(JSON_DEPTH_LIMIT + 2))).toThrow(/levels deep/);
    expect(() => parseJson("[".repeat(1_000_000))).toThrow(/levels deep/);
    expect(() => toJsonValue(JSON.parse(nested(JSON_DEPTH_LIMIT + 2)))).toThrow(/levels deep/);
  });

  test("reads what JSON.parse reads, and refuses the rest", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (plain) => {
        const text = JSON.stringify(plain, null, 1);
        const value = parseJson(text);
        expect(toPlainValue(value)).toEqual(withoutMinusZero(text));
        expect(equalityKey(value)).toBe(equalityKey(toJsonValue(JSON.parse(text))));
      }),
    );
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'[]{}":,0.1e-\\untrlfasb \n') }), (text) => {
        let isJson = true;
        try {
          JSON.parse(text);
        } catch {
          isJson = false;
        }
        // Repeated keys are the one thing JSON.parse lets pass.
        if (!isJson) expect(() => parseJson(text)).toThrow(/not JSON at offset/);
        else if (!text.includes("{")) expect(toPlainValue(parseJson(text))).toEqual(withoutMinusZero(text));
      }),
    );
  });
});

describe("equalityKey", () => {
  test.each([
    ['{"a":1,"b":[2.0]}', '{"b":[2],"a":1e0}', true],
    ["[1,2]", "[2,1]", false],
    ['"1"', "1", false],
    ["[]", "{}", false],
    ["0", "false", false],
    ['{"a,b":1}', '{"a":1,"b":1}', false],
    ["-0", "0", true],
  ])("%s and %s: %s", (left, right, isEqual) => {
    expect(equalityKey(parseJson(left)) === equalityKey(parseJson(right))).toBe(isEqual);
  });
});

describe("toJsonValue", () => {
  test.each([undefined, Number.NaN, () => 1, [undefined], { a: 1n }])("%o is no JSON", (plain) => {
    expect(() => toJsonValue(plain)).toThrow(/not a JSON value/);
  });

  test("leaves undefined members out", () => {
    expect(toJsonValue({ a: undefined, b: null })).toEqual(new Map([["b", null]]));
  });
});

/** As JSON.parse has it; but an exact zero has no sign. */
function withoutMinusZero(text: string): unknown {
  return JSON.parse(text, (_key, value) => (value === 0 ? 0 : value));
}
