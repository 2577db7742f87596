import { expect, test } from "vitest";
import { readSchema, toJsonValue } from "../schema-model/index.ts";
import { compileSchema } from "./compile-schema.ts";

const compile = (schema: unknown) => compileSchema(readSchema(toJsonValue(schema)));
const many = (count: number, make: (index: number) => unknown) =>
  Array.from({ length: count }, (_, index) => make(index));

test.each([
  ["an enum of 2,000 objects", { enum: many(2000, (index) => ({ a: index })) }, /enum has 2000 objects and arrays/],
  ["an enum of 20,000 numbers", { enum: many(20_000, (index) => index) }, /enum has 20000 numbers; at most 10000/],
  ["100 branches of oneOf", { oneOf: many(100, (index) => ({ const: index })) }, /oneOf has 100 branches; at most 64/],
  [
    "100 patterns of names",
    { patternProperties: Object.fromEntries(many(100, (index) => [`^a{${index}}$`, true]) as [string, unknown][]) },
    /patternProperties has 100 patterns/,
  ],
])("%s are refused at once, by name", (_name, schema, message) => {
  const start = performance.now();
  expect(() => compile(schema)).toThrow(message);
  expect(performance.now() - start).toBeLessThan(1000);
});

test("2,000 strings are no trouble", () => {
  expect(compile({ enum: many(2000, (index) => `name-${index}`) }).notes).toEqual([]);
});
