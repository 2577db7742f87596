import { describe, expect, test } from "vitest";
import { ProvingCompilation } from "../compilation.ts";
import { structuralTagMachine } from "./structural-tag-machine.ts";

type Verdict = "word" | "beginning" | "no";

function verdictOf(tag: unknown, text: string): Verdict {
  const { machine } = structuralTagMachine(JSON.stringify(tag), new ProvingCompilation());
  let state = machine.start;
  for (const byte of new TextEncoder().encode(text)) {
    state = machine.next(state, byte);
    if (state < 0) return "no";
  }
  return machine.isAccepting(state) ? "word" : "beginning";
}

const schema = {
  type: "object",
  properties: { city: { type: "string" } },
  required: ["city"],
  additionalProperties: false,
};
const legacy = {
  structures: [
    { begin: "<function=weather>", schema, end: "</function>" },
    { begin: "<function=time>", schema: { type: "object", maxProperties: 0 }, end: "</function>" },
  ],
  triggers: ["<function="],
};
const tag = (name: string, content: object = { type: "json_schema", json_schema: schema }) => ({
  begin: `<${name}>`,
  content,
  end: `</${name}>`,
});
const triggered = (more: object = {}) => ({
  format: {
    type: "triggered_tags",
    triggers: ["<a", "<b"],
    tags: [tag("a"), tag("b", { type: "regex", pattern: "\\d+" })],
    ...more,
  },
});
const separated = (more: object = {}) => ({
  format: { type: "tags_with_separator", tags: [tag("a", { type: "any_text" })], separator: ", ", ...more },
});
const call = '<function=weather>{"city": "Rome"}</function>';

describe.each<[name: string, tag: unknown, verdicts: readonly [text: string, verdict: Verdict][]]>([
  [
    "the older form",
    { type: "structural_tag", ...legacy },
    [
      ["Nothing to call.", "word"],
      [`It is ${call}, and\n${call}.`, "word"],
      ["<function=weather>{", "beginning"],
      ['<function=weather>{"city": "</function><function=time>"}</function> <funct', "word"],
      ["<function=news>", "no"],
      ['<function=weather>{"town"', "no"],
      ['<function=weather>{"city": "Rome"}</functions>', "no"],
      ["<function=time>{}</function>", "word"],
      ["日本 <func", "word"],
    ],
  ],
  [
    "triggered tags",
    triggered(),
    [
      ["x <b>12</b> y <a>", "beginning"],
      ["<b>x", "no"],
      ["<c>", "word"],
    ],
  ],
  [
    "at least one, first",
    triggered({ at_least_one: true }),
    [
      ["<b>1</b>", "word"],
      ["<b>1</b> and <b>2</b>.", "word"],
      ["x", "no"],
      ["", "beginning"],
    ],
  ],
  [
    "no more than one",
    triggered({ stop_after_first: true }),
    [
      ["x <b>1</b>", "word"],
      ["x", "word"],
      ["x <b>1</b>.", "no"],
    ],
  ],
  [
    "just one",
    triggered({ at_least_one: true, stop_after_first: true }),
    [
      ["<b>1</b>", "word"],
      ["<b>1</b><", "no"],
    ],
  ],
  [
    "texts that are not allowed",
    triggered({ excludes: ["<c"] }),
    [
      ["<d", "word"],
      ["<c", "no"],
    ],
  ],
  [
    "tags with a separator",
    separated(),
    [
      ["", "word"],
      ["<a>x</b></a>, <a></a>", "word"],
      ["<a>x</a>,", "beginning"],
      ["<a>x</a>;", "no"],
    ],
  ],
  ["at least one of them", separated({ at_least_one: true }), [["", "beginning"]]],
  [
    "only one of them",
    separated({ stop_after_first: true }),
    [
      ["<a></a>", "word"],
      ["<a></a>,", "no"],
    ],
  ],
  [
    "a thought, then an answer",
    {
      format: {
        type: "sequence",
        elements: [
          { type: "tag", begin: "<think>", content: { type: "any_text" }, end: ["</think>", "</thought>"] },
          {
            type: "or",
            elements: [
              { type: "const_string", value: "yes" },
              { type: "grammar", grammar: 'root ::= "no" root?' },
            ],
          },
        ],
      },
    },
    [
      ["<think>is < it?</think>nono", "word"],
      ["<think></thought>yes", "word"],
      ["<think>a</think>", "beginning"],
      ["<think>a</think>yesno", "no"],
    ],
  ],
  [
    "what may be left out or come again",
    {
      format: {
        type: "sequence",
        elements: [
          { type: "optional", content: { type: "const_string", value: "a" } },
          { type: "star", content: { type: "const_string", value: "b" } },
          { type: "plus", content: { type: "const_string", value: "c" } },
        ],
      },
    },
    [
      ["abbcc", "word"],
      ["c", "word"],
      ["ab", "beginning"],
      ["aab", "no"],
    ],
  ],
  [
    "tags in a tag",
    { format: { type: "tag", begin: "[", content: triggered().format, end: "]" } },
    [
      ["[x <b>1</b> y]", "word"],
      ["[x] ", "no"],
    ],
  ],
  [
    "any text",
    { format: { type: "any_text" } },
    [
      ["", "word"],
      ["日", "word"],
    ],
  ],
])("%s", (_name, given, verdicts) => {
  test.each(verdicts)("%j: %s", (text, verdict) => {
    expect(verdictOf(given, text)).toBe(verdict);
  });
});

const inFormat = (format: unknown) => ({ type: "structural_tag", format });
const deep = Array.from({ length: 80 }).reduce((content) => ({ type: "optional", content }), { type: "any_text" });

test.each<[name: string, tag: unknown, code: string, pointer: string, message: RegExp]>([
  ["a list", [], "schema-invalid", "", /an object/],
  ["no format", { type: "structural_tag" }, "schema-invalid", "", /format is missing/],
  ["another type", { type: "json", format: {} }, "schema-invalid", "/type", /structural_tag/],
  [
    "an unknown format",
    inFormat({ type: "qwen_xml_parameter" }),
    "schema-unsupported",
    "/format/type",
    /there is no qwen_xml/,
  ],
  [
    "an unknown member",
    inFormat({ type: "any_text", max_length: 3 }),
    "schema-unsupported",
    "/format/max_length",
    /not known/,
  ],
  [
    "an unknown style",
    inFormat({ type: "json_schema", json_schema: {}, style: "xml" }),
    "schema-unsupported",
    "/format/style",
    /json/,
  ],
  ["a foreign key", { ...legacy, strict: true }, "schema-unsupported", "/strict", /not known/],
  ["no elements", inFormat({ type: "or", elements: [] }), "schema-invalid", "/format/elements", /at least one/],
  [
    "a value that is no text",
    inFormat({ type: "const_string", value: 5 }),
    "schema-invalid",
    "/format/value",
    /a text/,
  ],
  [
    "a schema that is none",
    inFormat({ type: "json_schema", json_schema: { type: 4 } }),
    "schema-invalid",
    "/format/json_schema/type",
    /at \/format/,
  ],
  [
    "a pattern beyond us",
    inFormat({ type: "regex", pattern: "(?=a)" }),
    "schema-unsupported",
    "/format/pattern",
    /\(structural tag/,
  ],
  [
    "a grammar of Lark",
    inFormat({ type: "grammar", grammar: "start: A" }),
    "schema-unsupported",
    "/format/grammar",
    /Lark/,
  ],
  ["a begin without a trigger", { ...legacy, triggers: ["<tool"] }, "schema-invalid", "/structures/0", /exactly one/],
  ["an empty trigger", { ...legacy, triggers: [""] }, "schema-invalid", "", /no empty/],
  ["a trigger for nobody", { ...legacy, triggers: ["<function=", "<tool"] }, "schema-invalid", "", /no tag begins/],
  [
    "text before something",
    inFormat({ type: "sequence", elements: [{ type: "any_text" }, { type: "any_text" }] }),
    "schema-unsupported",
    "",
    /in front of/,
  ],
])("%s is refused", (_name, given, code, pointer, message) => {
  expect(() => verdictOf(given, "")).toThrow(
    expect.objectContaining({
      code,
      facts: expect.objectContaining({ pointer }),
      message: expect.stringMatching(message),
    }),
  );
});

test("a tag that is too deep meets a limit", () => {
  expect(() => verdictOf(inFormat(deep), "")).toThrow(expect.objectContaining({ code: "grammar-limit" }));
});

test("text has few states, however long it is", () => {
  const { machine } = structuralTagMachine(JSON.stringify(legacy), new ProvingCompilation());
  let state = machine.start;
  for (let round = 0; round < 200; round++)
    for (const byte of Buffer.from(`no <func ${call}`)) state = machine.next(state, byte);
  expect(machine.isAccepting(state)).toBe(true);
  expect(machine.stateCount).toBeLessThan(150);
});
