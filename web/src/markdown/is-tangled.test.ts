import { expect, test } from "vitest";
import { isTangled } from "./is-tangled.ts";

test.each([
  ["quotations", "> ".repeat(40)],
  ["quotations without spaces", ">".repeat(40)],
  ["lists", `${"- ".repeat(40)}x`],
  ["numbered lists below a text", `a\n${"1. ".repeat(40)}x`],
  ["brackets", "[".repeat(100)],
  ["images", "![".repeat(100)],
  ["length", "a".repeat(60_001)],
])("too much: %s", (_name, text) => {
  expect(isTangled(text)).toBe(true);
});

test.each([
  ["a line of dashes", "-".repeat(200)],
  ["nested quotations", "> > > deep"],
  ["a nested list", "1. - * deep"],
  ["nested brackets in code", "a[b[c[d[0]]]]"],
  ["text", "a".repeat(60_000)],
])("not too much: %s", (_name, text) => {
  expect(isTangled(text)).toBe(false);
});
