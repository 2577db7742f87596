import { afterAll, afterEach, describe, expect, test } from "vitest";
import { ProvenCompilation, ProvingCompilation } from "../compilation.ts";
import { type RuleContent, ruleMachine } from "../rule-machine.ts";
import { CompileThread } from "./compile-thread.ts";

const thread = new CompileThread();
const others: CompileThread[] = [];
afterAll(() => thread.dispose());
afterEach(() => Promise.all(others.splice(0).map((other) => other.dispose())));

const schemaRule = (schema: unknown): RuleContent => ({
  type: "constraint",
  constraint: { type: "json-schema", schema: JSON.stringify(schema) },
});

/** Every kind of field a node has, numbers beyond doubles, recursion and notes among them. */
const everything: RuleContent = {
  type: "constraint",
  constraint: {
    type: "json-schema",
    lenient: true,
    schema: `{
      "type": ["object", "array", "string", "number", "null"],
      "properties": { "a": { "$ref": "#" }, "b": { "enum": [0.10, 1e300, "x", [1.50, { "c": 2.5 }], null], "default": 7.5 } },
      "patternProperties": { "^p": { "pattern": "^[a-z]+$", "minLength": 2, "maxLength": 9 } },
      "additionalProperties": { "minimum": 0.1, "exclusiveMaximum": 1e3, "multipleOf": 0.1 },
      "propertyNames": { "maxLength": 20 }, "required": ["b"], "minProperties": 1, "maxProperties": 9,
      "dependentRequired": { "a": ["c"] }, "dependentSchemas": { "p": { "required": ["q"] } },
      "prefixItems": [true, { "const": 1.0 }], "items": { "not": { "type": "string" } }, "contains": { "type": "null" },
      "minContains": 0, "maxContains": 3, "uniqueItems": true,
      "if": { "type": "string" }, "then": { "format": "date" }, "else": { "anyOf": [true, { "oneOf": [{ "type": "array" }, {}] }] },
      "allOf": [{ "unevaluatedItems": true, "unevaluatedProperties": true }, { "pattern": "(?=a)" }], "minLenght": 3
    }`,
  },
};

describe("what the thread has proven", () => {
  const tools: RuleContent = {
    type: "tools",
    must: false,
    isMany: false,
    value: null,
    tools: [
      { name: "good", parameters: '{"type":"object","properties":{"a":{"minimum":0.5}}}', strict: false },
      { name: "refused", parameters: '{"type":"string"}', strict: false },
      { name: "none", parameters: null, strict: false },
    ],
  };

  test.each([
    [
      "a schema of all keywords",
      everything,
      ['{"b": 0.1}', '{"b": [1.5, {"c": 2.50}], "p": "xy", "q": 0.3}', "[null, 1]", '"2020-02-30"'],
    ],
    ["any object", { type: "constraint", constraint: { type: "json-object" } }, ["{}", "[]"]],
    [
      "tools",
      tools,
      ['\n{"name": "good", "arguments": {"a": 0.5}}\n</tool_call>', '\n{"name": "refused", "arguments": {"x": 1}}'],
    ],
    ["a pattern", { type: "constraint", constraint: { type: "regex", pattern: "[a-z]{2,}" } }, ["ab", "a1"]],
  ] as [string, RuleContent, string[]][])("makes the same machine of %s", async (_name, content, texts) => {
    const compilation = new ProvingCompilation();
    const here = ruleMachine(content, compilation);
    const proofs = await thread.prove(content);
    expect(proofs).toEqual(compilation.proofs);
    const apart = ruleMachine(content, new ProvenCompilation(proofs));
    expect(apart.notes).toEqual(here.notes);
    for (const text of texts) {
      let [first, second] = [here.machine.start, apart.machine.start];
      for (const byte of new TextEncoder().encode(text)) {
        [first, second] = [here.machine.next(first, byte), apart.machine.next(second, byte)];
        expect(second < 0).toBe(first < 0);
        if (first < 0) break;
        expect(apart.machine.isAccepting(second)).toBe(here.machine.isAccepting(first));
      }
    }
  });

  test.each([
    ["no schema", schemaRule({ type: 4 }), "schema-invalid"],
    ["no value", schemaRule({ type: "string", enum: [1] }), "schema-unsupported"],
    ["too large", schemaRule({ enum: Array.from({ length: 201 }, (_, item) => [item]) }), "grammar-limit"],
  ])("is refused with its facts: %s", async (_name, content, code) => {
    await expect(thread.prove(content)).rejects.toMatchObject({ name: "HermesError", code, facts: expect.anything() });
  });
});

const names = Array.from({ length: 40 }, (_, count) => [`x.{${count}}y`, { type: "integer" }]);
/** A second of work, though small: names that many patterns speak of at once. */
const slow = schemaRule({ type: "object", minProperties: 300, patternProperties: Object.fromEntries(names) });
/** Many megabytes. */
const large = schemaRule({
  allOf: Array.from({ length: 6 }, (_, row) => ({
    anyOf: Array.from({ length: 2000 }, (_, column) => ({
      required: [`k${(column * row) % 50}`],
      properties: { k: { const: `v${column}` } },
    })),
  })),
});

describe("a rule that asks for too much", () => {
  test("time: is refused, and the next one is not", async () => {
    const limited = new CompileThread({ compileMs: 150 });
    others.push(limited);
    const limit = { code: "grammar-limit", facts: { what: "milliseconds of compiling", limit: 150 } };
    const [refused, next] = await Promise.allSettled([limited.prove(slow), limited.prove(schemaRule({}))]);
    expect(refused).toMatchObject({ status: "rejected", reason: limit });
    expect(next).toMatchObject({ status: "fulfilled" });
  });

  test("memory: the thread dies alone, and the next rule finds a new one", async () => {
    const small = new CompileThread({ compileMs: 60_000, megabytes: 24 });
    others.push(small);
    const limit = { code: "grammar-limit", facts: { what: "megabytes of compiling", limit: 24 } };
    await expect(small.prove(large)).rejects.toMatchObject(limit);
    await expect(small.prove(schemaRule({}))).resolves.toBeInstanceOf(Map);
  });
});

test("a thread without work ends, and one that was disposed takes none", async () => {
  const brief = new CompileThread({ idleMs: 1 });
  others.push(brief);
  await brief.prove(schemaRule({}));
  await new Promise((resolve) => setTimeout(resolve, 50));
  await expect(brief.prove(schemaRule({}))).resolves.toBeInstanceOf(Map);
  const waiting = brief.prove(slow);
  await brief.dispose();
  await expect(waiting).rejects.toMatchObject({ code: "disposed" });
  await expect(brief.prove(schemaRule({}))).rejects.toMatchObject({ code: "disposed" });
  await brief.dispose();
});
