import { describe, expect, test } from "vitest";
import { aliases } from "./aliases.ts";
import { type ModelReference, parseModelReference, readModelReference } from "./reference.ts";

const references: readonly [text: string, reference: ModelReference][] = [
  ["org/model", { repository: "org/model" }],
  ["org/model@v1.0", { repository: "org/model", revision: "v1.0" }],
  ["org/model@refs/pr/12", { repository: "org/model", revision: "refs/pr/12" }],
  ["org/model:Q4_K_M", { repository: "org/model", quantization: "Q4_K_M" }],
  ["org/model@main:Q4_K_M", { repository: "org/model", revision: "main", quantization: "Q4_K_M" }],
  ["gpt2", { repository: "gpt2" }],
  ["hermes-4-14b", { repository: "NousResearch/Hermes-4-14B" }],
  ["Hermes-4-14B-FP8@abc", { repository: "NousResearch/Hermes-4-14B-FP8", revision: "abc" }],
  ["hermes-4-70b-gguf:q6_k", { repository: "lmstudio-community/Hermes-4-70B-GGUF", quantization: "q6_k" }],
];

const others = [
  "",
  "/models/hermes",
  "./hermes",
  "../hermes",
  "org/model/more",
  "org//model",
  "org/mo--del",
  "org/mo..del",
  "org/-model",
  "org/model.",
  "org/model.git",
  "org/con",
  "org/model@",
  "org/model@../../x",
  "org/model@a//b",
  "org/model:",
  "C:\\models\\hermes",
  "http://localhost:8000/v1",
  "https://example.org/v1",
  "org/mo del",
  `org/${"a".repeat(97)}`,
  "__proto__x/../y",
];

describe("a reference", () => {
  test.each(references)("%s is read", (text, reference) => expect(readModelReference(text)).toEqual(reference));
  test.each(others)("%j is none", (text) => expect(readModelReference(text)).toBeNull());
  test("is none by accident of JavaScript", () =>
    expect(readModelReference("constructor")).toEqual({ repository: "constructor" }));

  test("that is none is told with what would be one", () => {
    expect(() => parseModelReference("a b")).toThrow(/"a b" names no model: expected ORG\/NAME.* hermes-4-14b, /);
  });

  test.each(Object.keys(aliases))("alias %s names a repository and its licence", (alias) => {
    expect(readModelReference(alias)?.repository).toMatch(/^[\w-]+\/Hermes-4-/);
    expect(aliases[alias]?.licence).toMatch(/^(apache-2\.0|llama3)$/);
  });
});
