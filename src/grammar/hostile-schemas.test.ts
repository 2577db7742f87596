/** Schemas that explode, lead in circles or are none: each is refused by a typed error or enforced, in bounded time. */
import { readFileSync } from "node:fs";
import fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import { isHermesError } from "../errors.ts";
import { createTokenizer } from "../tokenizer/index.ts";
import { createSchemaCheck } from "./constraint-check.ts";
import { GrammarCompiler } from "./grammar-compiler.ts";
import { realisticSchemas } from "./json/testing/realistic-schemas.ts";

const read = (name: string) => JSON.parse(readFileSync(new URL(`../../models/nano/${name}`, import.meta.url), "utf8"));
const tokenizer = createTokenizer(read("tokenizer.json"), read("tokenizer_config.json"));
const compiler = new GrammarCompiler(tokenizer);
afterAll(() => compiler.dispose());

/** Of processor time, since other tests run beside this one: compiling has two seconds, the rest is for forty masks. */
const MOST_MS = 10_000;
const MOST_TOKENS = 40;
const times = <Value>(count: number, create: (index: number) => Value): Value[] =>
  Array.from({ length: count }, (_, index) => create(index));
const nested = (depth: number, open: string, close: string) => open.repeat(depth) + close.repeat(depth);

/** JSON text of a schema, and what comes of it: the code of the error, or "enforced"; several where the machine's speed decides. */
const cases: readonly (readonly [name: string, schema: string, outcome: RegExp])[] = [
  ["not, a hundred thousand deep", nested(100_000, '{"not":', "}").replace("}", "{}}"), /schema-invalid|grammar-limit/],
  ["brackets, a million", "[".repeat(1_000_000), /schema-invalid|grammar-limit/],
  ["items, 60 deep", `${'{"items":'.repeat(60)}true${"}".repeat(60)}`, /enforced/],
  ["items, 10,000 deep", `${'{"items":'.repeat(10_000)}true${"}".repeat(10_000)}`, /grammar-limit/],
  ["over a mebibyte", JSON.stringify({ description: "x".repeat(2 ** 20) }), /grammar-limit/],
  ["just under a mebibyte", JSON.stringify({ description: "x".repeat(2 ** 20 - 100) }), /enforced/],
  [
    "a mebibyte of properties",
    JSON.stringify({
      properties: Object.fromEntries(
        times(9000, (index) => [
          `p${index}`,
          { type: ["string", "null"], minLength: index, title: "a property of many" },
        ]),
      ),
    }),
    /enforced|grammar-limit/,
  ],
  ["20,000 texts", JSON.stringify({ enum: times(20_000, (index) => `value ${index}`) }), /enforced/],
  ["2,000 objects", JSON.stringify({ enum: times(2000, (id) => ({ id, name: `n${id}` })) }), /enforced|grammar-limit/],
  [
    "20,000 needed members",
    JSON.stringify({ required: times(20_000, (index) => `n${index}`) }),
    /enforced|grammar-limit/,
  ],
  ["a reference to itself", '{"$ref":"#"}', /schema-invalid/],
  [
    "references in a circle",
    '{"$defs":{"a":{"$ref":"#/$defs/b"},"b":{"$ref":"#/$defs/a"}},"$ref":"#/$defs/a"}',
    /schema-invalid/,
  ],
  ["a circle through allOf", '{"allOf":[{"anyOf":[{"$ref":"#"}]}]}', /schema-invalid/],
  ["a dynamic circle", '{"$dynamicAnchor":"a","allOf":[{"$dynamicRef":"#a"}]}', /schema-invalid/],
  [
    "dynamic anchors that multiply",
    JSON.stringify({
      $id: "http://x/r",
      $defs: Object.fromEntries(
        times(24, (index) => [
          `d${index}`,
          {
            $id: `s${index}`,
            $dynamicAnchor: `a${index}`,
            properties: Object.fromEntries(times(24, (other) => [`p${other}`, { $dynamicRef: `s${other}#a${other}` }])),
          },
        ]),
      ),
      $ref: "s0",
    }),
    /enforced|grammar-limit/,
  ],
  ["arrays without end", '{"type":"array","items":{"$ref":"#"},"minItems":1}', /schema-unsupported/],
  ["a reference to nowhere", '{"$ref":"#/$defs/none"}', /schema-invalid/],
  ["a reference to somewhere else", '{"$ref":"http://127.0.0.1:1/schema"}', /schema-(invalid|unsupported)/],
  ["a text of a thousand million", '{"type":"string","minLength":1000000000}', /enforced/],
  ["up to a thousand million", '{"type":"string","maxLength":1e9}', /enforced/],
  ["a length beyond all numbers", '{"type":"string","minLength":1e400}', /enforced|schema-|grammar-limit/],
  ["a million items", '{"type":"array","minItems":1000000}', /enforced/],
  [
    "a million different items of two",
    '{"type":"array","minItems":1000000,"uniqueItems":true,"items":{"type":"boolean"}}',
    /schema-unsupported|grammar-limit|enforced/,
  ],
  ["a million members", '{"type":"object","minProperties":1000000}', /enforced/],
  ["tiny steps", '{"type":"number","multipleOf":1e-300,"maximum":1}', /enforced/],
  ["huge steps", '{"type":"number","multipleOf":1e300,"minimum":1}', /enforced/],
  ["a bound beyond doubles", '{"type":"number","minimum":1e400,"maximum":1e401}', /enforced|grammar-limit/],
  ["a bound of many zeros", '{"type":"integer","maximum":1e99999999,"minimum":1}', /enforced|grammar-limit/],
  [
    "no number is between",
    '{"type":"number","exclusiveMinimum":1e-400,"exclusiveMaximum":1e-400}',
    /schema-unsupported|grammar-limit/,
  ],
  ["a step of zero", '{"multipleOf":0}', /schema-invalid/],
  ["nested repetition", JSON.stringify({ type: "string", pattern: "^(a+)+$" }), /enforced/],
  [
    "repetition of repetition",
    JSON.stringify({ type: "string", pattern: "((((a{0,99}){0,99}){0,99}){0,99}){0,99}" }),
    /grammar-limit/,
  ],
  [
    "alternatives that explode",
    JSON.stringify({ type: "string", pattern: "^(a|b)*a(a|b){200}$" }),
    /enforced|grammar-limit/,
  ],
  [
    "many patterns at once",
    JSON.stringify({
      type: "string",
      allOf: times(30, (index) => ({ pattern: `[${String.fromCharCode(97 + (index % 26))}].{${index}}` })),
    }),
    /enforced|grammar-limit/,
  ],
  [
    "patterns of keys",
    JSON.stringify({
      type: "object",
      patternProperties: Object.fromEntries(times(50, (index) => [`^a.*${index}[0-9]*b`, { type: "integer" }])),
      additionalProperties: false,
    }),
    /enforced|grammar-limit/,
  ],
  ["a pattern that is none", '{"pattern":"(("}', /schema-invalid/],
  ["a pattern that looks behind", '{"pattern":"(?<=a)b"}', /schema-unsupported/],
  [
    "a satisfiability puzzle",
    JSON.stringify({
      type: "object",
      properties: Object.fromEntries(times(30, (index) => [`x${index}`, { type: "null" }])),
      additionalProperties: false,
      allOf: times(120, (index) => ({
        anyOf: [
          { required: [`x${(index * 7) % 30}`] },
          { not: { required: [`x${(index * 11) % 30}`] } },
          { required: [`x${(index * 13) % 30}`] },
        ],
      })),
    }),
    /enforced|schema-unsupported|grammar-limit/,
  ],
  [
    "a hundred branches, one of which",
    JSON.stringify({
      oneOf: times(100, (row) => ({
        type: "object",
        properties: Object.fromEntries(
          times(10, (index) => [`p${(row + index) % 40}`, { type: "string", minLength: row % 7 }]),
        ),
        required: [`p${row % 40}`],
      })),
    }),
    /enforced|grammar-limit/,
  ],
  [
    "names with powers",
    '{"type":"object","properties":{"__proto__":{"type":"integer"},"constructor":{"const":1},"toString":{"const":2},"hasOwnProperty":{"const":3}},"required":["__proto__","constructor","toString","hasOwnProperty"],"additionalProperties":false}',
    /enforced/,
  ],
  [
    "a needed key with half a character",
    '{"type":"object","required":["\\ud800"]}',
    /schema-(invalid|unsupported)|enforced/,
  ],
  ["a value with half a character", '{"const":"\\udfff"}', /schema-(invalid|unsupported)/],
  ["keywords that are none", '{"type":"strin","minLength":-1,"properties":[],"required":"a"}', /schema-invalid/],
  ["null", "null", /schema-invalid/],
  ["nothing", "", /schema-invalid/],
  ["another draft", '{"$schema":"http://example.com/mine"}', /schema-(invalid|unsupported)/],
];

describe("hostile schemas", () => {
  test.each(cases)("%s", async (_name, schema, outcome) => {
    const start = process.cpuUsage();
    expect(await outcomeOf(schema)).toMatch(outcome);
    const { user, system } = process.cpuUsage(start);
    expect((user + system) / 1000).toBeLessThan(MOST_MS);
  });

  test("what somebody wrote instead of a schema", async () => {
    await fc.assert(
      fc.asyncProperty(fc.jsonValue(), async (value) => {
        expect(await outcomeOf(JSON.stringify(value))).toMatch(OUTCOMES);
      }),
      { numRuns: 150, seed: 7 },
    );
  });

  test("realistic schemas with something wrong", async () => {
    const found = new Map<string, number>();
    await fc.assert(
      fc.asyncProperty(mutatedSchema, async (schema) => {
        const outcome = await outcomeOf(JSON.stringify(schema));
        expect(outcome).toMatch(OUTCOMES);
        found.set(outcome, (found.get(outcome) ?? 0) + 1);
      }),
      { numRuns: 400, seed: 8 },
    );
    expect(found.get("enforced")).toBeGreaterThan(25);
    expect(found.get("schema-invalid")).toBeGreaterThan(25);
  });
});

const OUTCOMES = /^(enforced|schema-invalid|schema-unsupported|grammar-limit)$/;

/** Compiles, draws a few tokens under the masks, and looks whether a finished answer is valid. */
async function outcomeOf(schema: string): Promise<string> {
  try {
    const rule = { type: "json-schema" as const, schema };
    const { guard } = await compiler.guardFor({ rule, start: "content", prefill: "", mayThink: false });
    const mask = new Uint32Array(Math.ceil(tokenizer.vocabularySize / 32));
    let text = "";
    for (let count = 0; count < MOST_TOKENS && !guard.mustStop; count++) {
      guard.write(mask);
      const token = someToken(mask, count);
      if (token < 0) break;
      guard.accept(token);
      text += tokenizer.decode([token]);
    }
    if (guard.mustStop && text.isWellFormed()) expect(createSchemaCheck(schema)(text), text).toBeNull();
    return "enforced";
  } catch (error) {
    if (!isHermesError(error)) throw error;
    if (error.code.startsWith("schema-")) expect(error.facts).toHaveProperty("pointer", expect.any(String));
    return error.code;
  }
}

/** One of the allowed tokens, another each time; -1 for none. */
function someToken(mask: Uint32Array, count: number): number {
  const allowed: number[] = [];
  for (let token = 0; token < tokenizer.vocabularySize; token++) {
    if (((mask[token >>> 5]! >>> (token & 31)) & 1) === 1) allowed.push(token);
  }
  return allowed[(count * 7919) % Math.max(1, allowed.length)] ?? -1;
}

const KEYWORDS = [
  ..."type enum const properties required additionalProperties patternProperties propertyNames minProperties maxProperties".split(
    " ",
  ),
  ..."items prefixItems contains minContains minItems maxItems uniqueItems minLength maxLength pattern format minimum".split(
    " ",
  ),
  ..."maximum exclusiveMinimum multipleOf $ref $defs $id $anchor $dynamicRef $dynamicAnchor allOf anyOf oneOf not if then".split(
    " ",
  ),
  ..."else dependentRequired dependentSchemas dependencies unevaluatedItems unevaluatedProperties $schema".split(" "),
];
const oddValue = fc.oneof(
  fc.jsonValue({ maxDepth: 1 }),
  fc.constantFrom<unknown>(-1, 1e300, 1e-300, "#", "#/$defs/a", "", "__proto__", true, false, null, {}, [], ["a", "a"]),
);

/** One of the realistic schemas, in which values at some places give way to odd ones. */
const mutatedSchema = fc
  .tuple(
    fc.constantFrom(...realisticSchemas.map(({ schema }) => schema)),
    fc.array(fc.tuple(fc.array(fc.nat(20), { maxLength: 5 }), fc.constantFrom(...KEYWORDS), oddValue), {
      minLength: 1,
      maxLength: 3,
    }),
  )
  .map(([schema, changes]) =>
    changes.reduce<unknown>((changed, [path, keyword, odd]) => mutate(changed, path, keyword, odd), schema),
  );

function mutate(value: unknown, [step, ...path]: readonly number[], keyword: string, odd: unknown): unknown {
  if (typeof value !== "object" || value === null) return odd;
  if (step === undefined) return Array.isArray(value) ? [...value, odd] : { ...value, [keyword]: odd };
  const entries = Object.entries(value);
  if (entries.length === 0) return odd;
  const chosen = step % entries.length;
  const changed = entries.map(([key, own], index) => [key, index === chosen ? mutate(own, path, keyword, odd) : own]);
  return Array.isArray(value) ? changed.map(([, own]) => own) : Object.fromEntries(changed);
}
