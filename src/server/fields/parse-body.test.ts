import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { RawNumber } from "../../chat/index.ts";
import { ApiError } from "../api-error.ts";
import { chatFields } from "./chat-fields.ts";
import { MAX_BODY_DEPTH, MAX_FIELD_VALUES } from "./check-size.ts";
import { completionFields } from "./completion-fields.ts";
import { honoured, inert, refused } from "./define-field.ts";
import type { BodyTable } from "./field.ts";
import { parseBody } from "./parse-body.ts";
import { detokenizeFields } from "./token-fields.ts";

const table: BodyTable = {
  name: "test",
  fields: [
    honoured("text", z.string(), "Some text.", { required: true }),
    honoured("count", z.int().min(0).max(9), "How many."),
    honoured("nullable", z.int().nullable(), "Null means something.", { keepsNull: true }),
    honoured("spelled", z.array(z.record(z.string(), z.unknown())), "Kept as it stands.", { keepsSpelling: true }),
    honoured("parts", z.union([z.string(), z.array(z.strictObject({ text: z.string() }))]), "Parts."),
    inert("user", z.string(), "Not used."),
    refused("store", "Nothing is kept.", z.literal(false)),
  ],
};

const parse = (value: unknown, passUnknown = false) => parseBody(table, value, { passUnknown });

function refusal(value: unknown, of: BodyTable = table): ApiError {
  try {
    parseBody(of, value, { passUnknown: false });
  } catch (error) {
    if (error instanceof ApiError) return error;
    throw error;
  }
  throw new Error("the body was accepted");
}

describe("a body that fits", () => {
  test("has the given fields, and no others", () => {
    expect({ ...parse({ text: "a", count: 3, user: "u" }).body }).toEqual({ text: "a", count: 3, user: "u" });
  });

  test("has no null, but where null means something", () => {
    const { body } = parse({ text: "a", count: null, nullable: null, user: null, store: null });
    expect({ ...body }).toEqual({ text: "a", nullable: null });
  });

  test("may ask a refused field for nothing; then it is left out", () => {
    expect({ ...parse({ text: "a", store: false }).body }).toEqual({ text: "a" });
  });

  test("finds nothing by the names of prototypes", () => {
    const { body } = parse({ text: "a" });
    expect(body.constructor).toBeUndefined();
    expect(body.toString).toBeUndefined();
  });

  test("keeps numbers and keys as they were written, where the field says so", () => {
    const text = '{"text":"a","spelled":[{"b":1.0,"10":1,"2":2,"__proto__":3}]}';
    const { body } = parseBody(table, JSON.parse(text), { passUnknown: false, text });
    const [first] = body.spelled as [ReadonlyMap<string, unknown>];
    expect([...first.keys()]).toEqual(["b", "10", "2", "__proto__"]);
    expect(first.get("b")).toEqual(new RawNumber("1.0"));
  });
});

describe("a body that does not fit is refused by name", () => {
  test.each<[string, unknown, Partial<ApiError["facts"]>, RegExp]>([
    ["no object", [], { param: null }, /^The body is a list; expected a JSON object\.$/],
    ["null", null, { param: null }, /^The body is null/],
    ["text", "a", { param: null }, /^The body is a string/],
    ["a missing field", {}, { param: "text", code: "missing_required_parameter" }, /^text is missing\. Some text\.$/],
    [
      "an unknown field",
      { text: "a", kount: 1 },
      { param: "kount", code: "unknown_parameter" },
      /"kount"\. Did you mean "count"\?/,
    ],
    ["another spelling", { text: "a", COUNT: 1 }, { param: "COUNT" }, /Did you mean "count"\?/],
    ["a field like no other", { text: "a", zzzzzz: 1 }, { param: "zzzzzz" }, /^Unknown field "zzzzzz"\. docs/],
    ["an unknown field that is null", { text: "a", zzzzzz: null }, { param: "zzzzzz" }, /Unknown/],
    ["the name of a prototype", JSON.parse('{"text":"a","__proto__":{}}'), { param: "__proto__" }, /Unknown/],
    [
      "a refused field",
      { text: "a", store: true },
      { param: "store", code: "unsupported_parameter" },
      /^store is not supported\. Nothing is kept\.$/,
    ],
    [
      "a wrong type",
      { text: 1 },
      { param: "text", code: "invalid_value" },
      /^text: expected string, received number\.$/,
    ],
    ["a value out of range", { text: "a", count: 10 }, { param: "count" }, /^count: too big/],
    ["half a number", { text: "a", count: 1.5 }, { param: "count" }, /^count: expected a whole number\.$/],
    [
      "a wrong place inside",
      { text: "a", parts: [{ text: "b" }, { text: 3 }] },
      { param: "parts[1].text" },
      /expected string/,
    ],
    [
      "a foreign key inside",
      { text: "a", parts: [{ text: "b", size: 1 }] },
      { param: "parts[0].size" },
      /no such field/,
    ],
    ["none of several forms", { text: "a", parts: 3 }, { param: "parts" }, /expected string, .* or expected array/],
    ["an inert field of the wrong type", { text: "a", user: 3 }, { param: "user" }, /expected string/],
  ])("%s", (_name, value, facts, message) => {
    const error = refusal(value);
    expect(error.facts).toMatchObject({ status: 400, type: "invalid_request_error", ...facts });
    expect(error.message).toMatch(message);
  });
});

describe("an unknown field that may pass", () => {
  test("gives a warning that fits a header", () => {
    const { body, warnings } = parse({ text: "a", "ünknown\r\nx: y": 1 }, true);
    expect({ ...body }).toEqual({ text: "a" });
    expect(warnings).toEqual(['unknown field "\\u00fcnknown\\r\\nx: y" ignored']);
  });

  test("gives few and short ones, whatever was sent", () => {
    const value = Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`${index}${"x".repeat(500)}`, 1]));
    const { warnings } = parse({ ...value, text: "a" }, true);
    expect(warnings.length).toBeLessThanOrEqual(8);
    expect(warnings.every((warning) => warning.length < 200)).toBe(true);
  });
});

test("what is nested too deeply is refused, however deep", () => {
  const nested = (depth: number): unknown => JSON.parse(`{"text":${"[".repeat(depth)}${"]".repeat(depth)}}`);
  expect(refusal(nested(MAX_BODY_DEPTH)).message).toContain("nested deeper");
  expect(refusal(nested(2_000_000)).message).toContain("nested deeper");
  expect(refusal(nested(MAX_BODY_DEPTH - 1)).message).toContain("expected string");
});

test.each(["messages", "tools", "stop", "logit_bias", "metadata"])(
  "more values of %s than can be looked at are refused",
  (name) => {
    for (const item of [1, {}, [[]]]) {
      const list = Array.from({ length: MAX_FIELD_VALUES + 1 }, () => item);
      for (const value of [list, [{ content: list }], { ...list }]) {
        expect(refusal({ messages: [{ role: "user", content: "a" }], [name]: value }, chatFields).facts).toMatchObject({
          param: name,
          code: "limit_exceeded",
        });
      }
    }
  },
);

test("lists of token ids are as long as they like; the first wrong entry is told", () => {
  const ids = Array.from({ length: 300_000 }, (_, index) => index);
  for (const prompt of [ids, [ids, [1]]]) {
    expect(parseBody(completionFields, { prompt }, { passUnknown: false }).body.prompt).toBe(prompt);
  }
  expect(parseBody(detokenizeFields, { tokens: ids }, { passUnknown: false }).body.tokens).toBe(ids);
  const bad: readonly (readonly [unknown, string])[] = [
    [[...ids, -1], "prompt[300000]"],
    [[ids, [1.5]], "prompt[1][0]"],
    [[1, "a"], "prompt[1]"],
    [["a", 1], "prompt[1]"],
    [["a", [1]], "prompt[1]"],
    [[[1], 1], "prompt[1]"],
    [[[1], []], "prompt[1]"],
    [[null], "prompt[0]"],
    [[], "prompt"],
    [5, "prompt"],
    [{}, "prompt"],
  ];
  for (const [prompt, param] of bad) {
    expect(refusal({ prompt }, completionFields).facts).toMatchObject({ param, code: "invalid_value" });
  }
  expect(refusal({ tokens: [1, 2 ** 31] }, detokenizeFields).facts.param).toBe("tokens[1]");
});

test("every schema can be told in the OpenAPI document, and no name stands twice", () => {
  for (const { fields } of [chatFields, completionFields]) {
    for (const { schema } of fields) expect(() => z.toJSONSchema(schema)).not.toThrow();
    const names = fields.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  }
});

test("any JSON is accepted or refused in words", () => {
  const names = fc.constantFrom(...chatFields.fields.map(({ name }) => name), "unknown", "__proto__", "constructor");
  const bodies = fc
    .array(fc.tuple(names, fc.jsonValue()))
    .map((entries) => JSON.stringify(Object.fromEntries(entries)));
  fc.assert(
    fc.property(bodies, fc.boolean(), (text, passUnknown) => {
      for (const of of [chatFields, completionFields]) {
        try {
          parseBody(of, JSON.parse(text), { passUnknown, text });
        } catch (error) {
          expect(error).toBeInstanceOf(ApiError);
          expect((error as ApiError).facts.status).toBe(400);
        }
      }
    }),
    { seed: 5, numRuns: 500 },
  );
});
