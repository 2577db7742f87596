import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { HermesError } from "../../errors.ts";
import { Decimal } from "./decimal.ts";
import { toJsonValue } from "./json-value.ts";
import { SCHEMA_LIMITS } from "./limits.ts";
import { ALL_TYPES, type SchemaModel, type SchemaNode, TYPES } from "./model.ts";
import { parseJson } from "./parse-json.ts";
import { type ReadSchemaOptions, readSchema } from "./read-schema.ts";

fc.configureGlobal({ seed: 45 });

const read = (schema: unknown, options?: ReadSchemaOptions): SchemaModel => readSchema(toJsonValue(schema), options);
const root = (schema: unknown, options?: ReadSchemaOptions): SchemaNode => {
  const model = read(schema, options);
  return model.nodes[model.root]!;
};
const pointersOf = ({ nodes }: SchemaModel, ids: Iterable<number>) => Array.from(ids, (id) => nodes[id]!.pointer);
const bound = (value: number, exclusive: boolean, keyword: string) => ({
  value: Decimal.fromNumber(value),
  exclusive,
  keyword,
});

describe("the normal form", () => {
  test("a schema that asks for nothing has the values that ask for nothing", () => {
    const { id: _, ...empty } = root({ title: "anything" });
    const { id: __, ...yes } = root(true);
    expect(empty).toEqual(yes);
    expect(empty).toMatchObject({ types: ALL_TYPES, maxLength: Infinity, minItems: 0, enumeration: null });
    expect(root(false).types).toBe(0);
  });

  test.each([
    ["integer", TYPES.INTEGER],
    ["number", TYPES.INTEGER | TYPES.FRACTION],
    [["integer", "null"], TYPES.INTEGER | TYPES.NULL],
    [["number", "integer"], TYPES.INTEGER | TYPES.FRACTION],
  ])("type %j", (type, bits) => {
    expect(root({ type }).types).toBe(bits);
  });

  test.each([
    ["4", { minimum: 1, exclusiveMinimum: true }, bound(1, true, "minimum")],
    ["4", { minimum: 1, exclusiveMinimum: false }, bound(1, false, "minimum")],
    ["4", { exclusiveMinimum: true }, null],
    ["6", { minimum: 1, exclusiveMinimum: 2 }, bound(2, true, "exclusiveMinimum")],
    ["7", { minimum: 3, exclusiveMinimum: 2 }, bound(3, false, "minimum")],
    ["2020-12", { minimum: 2, exclusiveMinimum: 2 }, bound(2, true, "exclusiveMinimum")],
  ] as const)("draft %s: the lower bound of %j", (defaultDraft, schema, expected) => {
    expect(root(schema, { defaultDraft }).lower).toEqual(expected);
  });

  test.each([
    ["7", { items: [{}, {}], additionalItems: false }, ["/items/0", "/items/1"], "/additionalItems"],
    ["7", { items: {}, additionalItems: false }, [], "/items"],
    ["2019-09", { items: [{}] }, ["/items/0"], null],
    ["2020-12", { prefixItems: [{}], items: false }, ["/prefixItems/0"], "/items"],
  ] as const)("draft %s: the items of %j", (defaultDraft, schema, prefix, rest) => {
    const model = read(schema, { defaultDraft });
    const { prefixItems, items } = model.nodes[0]!;
    expect(pointersOf(model, prefixItems)).toEqual(prefix);
    expect(items === null ? null : model.nodes[items]!.pointer).toBe(rest);
  });

  test("dependencies are names or schemas, in every draft", () => {
    const schema = { dependencies: { a: ["b"], c: { required: ["d"] }, e: true } };
    for (const defaultDraft of ["4", "7", "2020-12"] as const) {
      const model = read(schema, { defaultDraft });
      const { dependentRequired, dependentSchemas } = model.nodes[0]!;
      expect(dependentRequired).toEqual([{ property: "a", required: ["b"], keyword: "dependencies" }]);
      expect(dependentSchemas.map(({ property }) => property)).toEqual(["c", "e"]);
      expect(
        pointersOf(
          model,
          dependentSchemas.map(({ node }) => node),
        ),
      ).toEqual(["/dependencies/c", "/dependencies/e"]);
    }
  });

  test("counts beyond what can be counted, and exact numbers", () => {
    const node = readSchema(
      parseJson('{"minLength":2.0,"maxLength":1e400,"multipleOf":0.10000000000000000001,"const":1e400,"default":null}'),
    ).nodes[0]!;
    expect(node).toMatchObject({ minLength: 2, maxLength: Infinity, defaultValue: null });
    expect(node.multipleOf?.toString()).toBe("0.10000000000000000001");
    expect(node.constant).toEqual(Decimal.parse("1e400"));
  });

  test("properties keep their order; contains knows its counts and its draft", () => {
    const schema = '{"properties":{"b":{},"10":{},"a":{}},"contains":{},"minContains":0,"required":["b","b"]}';
    const node = readSchema(parseJson(schema)).nodes[0]!;
    expect([...node.properties.keys()]).toEqual(["b", "10", "a"]);
    expect(node.contains).toMatchObject({ min: 0, max: Infinity, evaluates: true });
    expect(node.required).toEqual(["b"]);
    expect(root({ contains: {}, minContains: 5 }, { defaultDraft: "7" }).contains).toMatchObject({
      min: 1,
      evaluates: false,
    });
    expect(root({ minContains: 5 }).contains).toBeNull();
  });

  test("format is an assertion where it is asked for, by the caller or the metaschema", () => {
    const format = { format: "date" };
    expect(root(format).format).toBe("date");
    expect(root(format, { assertFormat: false }).format).toBeNull();
    const metaschema = {
      $schema: "https://json-schema.org/draft/2020-12/schema",
      $vocabulary: { "https://json-schema.org/draft/2020-12/vocab/format-assertion": true },
    };
    const documents = new Map([["urn:m", toJsonValue(metaschema)]]);
    const node = root({ $schema: "urn:m", ...format, minLength: 5 }, { assertFormat: false, documents });
    expect(node).toMatchObject({ format: "date", minLength: 0 });
  });
});

describe("what is refused", () => {
  test.each([
    [{ type: 3 }, "/type", "type"],
    [{ type: ["string", "text"] }, "/type", "type"],
    [{ type: [] }, "/type", "type"],
    [{ properties: { a: { minLength: -1 } } }, "/properties/a/minLength", "minLength"],
    [{ properties: { "a/b~": { maxItems: 1.5 } } }, "/properties/a~1b~0/maxItems", "maxItems"],
    [{ items: [{}] }, "/items", "items"],
    [{ anyOf: [] }, "/anyOf", "anyOf"],
    [{ multipleOf: 0 }, "/multipleOf", "multipleOf"],
    [{ exclusiveMinimum: true }, "/exclusiveMinimum", "exclusiveMinimum"],
    [{ $defs: { never: { required: "a" } } }, "/$defs/never/required", "required"],
    [{ additionalProperties: "no" }, "/additionalProperties", "additionalProperties"],
    [{ $id: "http://x/#name" }, "/$id", "$id"],
    [{ $anchor: "#a" }, "/$anchor", "$anchor"],
    [{ $ref: "#/$defs/none" }, "/$ref", "$ref"],
    [{ $ref: "#none" }, "/$ref", "$ref"],
    [{ $ref: "#/%zz" }, "/$ref", "$ref"],
    [{ enum: [1], $ref: "#/enum/0" }, "/$ref", "$ref"],
    [{ $ref: "#" }, "", "$ref"],
    [{ allOf: [{ not: { $ref: "#/allOf/0" } }] }, "/allOf/0/not", "$ref"],
    ["text", "", null],
    [null, "", null],
  ] as const)("%j is no schema", (schema, pointer, keyword) => {
    expect(failureOf(() => read(schema))).toMatchObject({ code: "schema-invalid", facts: { pointer, keyword } });
  });

  test.each([
    [{ $ref: "http://x/y" }, "/$ref", "$ref"],
    [{ $schema: "http://json-schema.org/draft-03/schema#" }, "/$schema", "$schema"],
    [{ properties: { a: { $dynamicRef: "other" } } }, "/properties/a/$dynamicRef", "$dynamicRef"],
  ] as const)("%j is not supported; a note where the caller is lenient", (schema, pointer, keyword) => {
    expect(failureOf(() => read(schema))).toMatchObject({ code: "schema-unsupported", facts: { pointer, keyword } });
    expect(read(schema, { lenient: true }).notes).toMatchObject([{ pointer }]);
  });

  test("a fault in another document is told with its address", () => {
    const documents = new Map([["http://x/y", toJsonValue({ $defs: { a: { type: 1 } } })]]);
    const failure = failureOf(() => read({ $ref: "http://x/y#/$defs/a" }, { documents }));
    expect(failure.facts).toEqual({ pointer: "http://x/y#/$defs/a/type", keyword: "type" });
  });

  const nested = (depth: number): unknown => (depth === 0 ? {} : { not: nested(depth - 1) });
  const chain = (length: number) => ({
    $defs: Object.fromEntries(
      Array.from({ length }, (_, at) => [`d${at}`, at === 0 ? {} : { $ref: `#/$defs/d${at - 1}` }]),
    ),
    $ref: `#/$defs/d${length - 1}`,
  });
  const branching = (count: number) => ({
    // Each subset of entered resources is another dynamic scope.
    $defs: Object.fromEntries(
      Array.from({ length: count }, (_, at) => [
        `r${at}`,
        {
          $id: `r${at}`,
          $dynamicAnchor: `a${at}`,
          properties: Object.fromEntries(Array.from({ length: count }, (_, to) => [`p${to}`, { $ref: `r${to}` }])),
        },
      ]),
    ),
    $ref: "r0",
  });

  test.each([
    ["size", { description: "x".repeat(SCHEMA_LIMITS.size) }],
    ["depth", nested(SCHEMA_LIMITS.depth + 1)],
    ["references", chain(SCHEMA_LIMITS.references + 2)],
    ["references", branching(24)],
  ] as const)("too much: %s", (limit, schema) => {
    expect(failureOf(() => read(schema))).toMatchObject({
      code: "grammar-limit",
      facts: { limit: SCHEMA_LIMITS[limit] },
    });
  });

  test("the largest that is allowed is read", () => {
    expect(read(nested(SCHEMA_LIMITS.depth)).nodes).toHaveLength(SCHEMA_LIMITS.depth + 1);
    expect(read(chain(SCHEMA_LIMITS.references)).nodes).toHaveLength(SCHEMA_LIMITS.references + 1);
  });

  test("anything else than a schema is a typed error", () => {
    const keyword = fc.constantFrom(
      ...["$id", "$ref", "$schema", "$anchor", "$dynamicRef", "$defs", "type", "items", "properties", "not", "allOf"],
      ...["minimum", "required", "dependencies", "pattern", "enum", "if"],
    );
    const value = fc.letrec((tie) => ({
      any: fc.oneof(
        { depthSize: "small" },
        fc.constantFrom("", "#", "#/a", "a", "http://x/#", true, false, null, 0, 1.5, -1, "string"),
        fc.array(tie("any"), { maxLength: 3 }),
        fc.dictionary(fc.oneof(keyword, fc.string({ maxLength: 2 })), tie("any"), { maxKeys: 4 }),
      ),
    })).any;
    fc.assert(
      fc.property(value, (schema) => {
        try {
          read(schema);
        } catch (error) {
          expect(error).toBeInstanceOf(HermesError);
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe("notes", () => {
  test.each([
    [{ minLenght: 3 }, "/minLenght", "did you mean minLength?"],
    [{ additionalproperties: false }, "/additionalproperties", "did you mean additionalProperties?"],
    [{ properties: { a: { "x-note": 1 } } }, "/properties/a/x-note", "unknown keyword x-note; ignored"],
    [{ additionalItems: false }, "/additionalItems", "no keyword of draft 2020-12"],
    [
      {
        $schema: "http://json-schema.org/draft-07/schema#",
        $ref: "#/definitions/a",
        definitions: { a: {} },
        type: "string",
      },
      "/type",
      "beside $ref is ignored in draft 7",
    ],
    [{ format: "postcode" }, "/format", "unknown format postcode; ignored"],
  ])("%j", (schema, pointer, message) => {
    const { notes } = read(schema, { isKnownFormat: (name) => name === "date" });
    expect(notes).toEqual([{ pointer, message: expect.stringContaining(message) }]);
  });

  test("none for annotations, for names of properties, for a known format", () => {
    const schema = { title: "t", examples: [1], properties: { minLenght: { format: "date" } }, default: { typ: 1 } };
    expect(read(schema, { isKnownFormat: (name) => name === "date" }).notes).toEqual([]);
  });
});

function failureOf(run: () => unknown): HermesError {
  try {
    run();
  } catch (error) {
    if (error instanceof HermesError) return error;
    throw error;
  }
  throw new Error("it did not fail");
}
