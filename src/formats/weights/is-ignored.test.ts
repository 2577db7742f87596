import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isIgnored } from "./is-ignored.ts";
import { matchModulePattern } from "./module-pattern.ts";

const down = "model.layers.3.mlp.down_proj";

describe("a list of modules left plain names a module", () => {
  test.each([
    ["by its full name", down, true],
    ["by a part", "down_proj", true],
    ["by parts", "layers.3", true],
    ["not by half a part", "down", false],
    ["not by a part of another number", "layers.33", false],
    ["by a wildcard at the end", "model.layers.3*", true],
    ["by wildcards around", "*mlp*", true],
    ["by a wildcard inside", "model.layers.*.down_proj", true],
    ["not by a wildcard that ends elsewhere", "model.layers.*.up_proj", false],
    ["not by a wildcard whose ends overlap", "model.layers.3.mlp.down_proj*down_proj", false],
    ["by a regular expression", "re:.*mlp\\.(down|up)_proj$", true],
    ["by the beginning of a match", "re:model\\.layers\\.[0-4]", true],
    ["not by a match further inside", "re:mlp", false],
    ["not by a class of modules", "Linear", false],
    ["not by an empty entry", "", false],
    ["not by a pattern that is none", "re:(", false],
    ["not by a pattern that looks ahead", "re:(?!lm_head).*", false],
    ["not by an entry longer than any name", `*${"*".repeat(600)}`, false],
  ])("%s", (_, entry, expected) => {
    expect(isIgnored(["lm_head", entry], down)).toBe(expected);
  });

  test("entries beyond the limits name nothing", () => {
    expect(isIgnored([...Array<string>(10_000).fill("x"), down], down)).toBe(false);
    expect(isIgnored([...Array<string>(100).fill("re:x"), "re:.*"], down)).toBe(false);
    expect(isIgnored([...Array<string>(100).fill("re:x"), down], down)).toBe(true);
  });
});

/** Few letters, so that names and patterns meet. */
const text = fc.string({ unit: fc.constantFrom("a", "b", ".", "1"), maxLength: 12 });

test("wildcards are what a regular expression of .* says", () => {
  const pattern = fc.string({ unit: fc.constantFrom("a", "b", ".", "*"), minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(pattern, text, (wildcards, module) => {
      fc.pre(wildcards.includes("*"));
      const expression = new RegExp(`^${wildcards.replaceAll(".", "\\.").replaceAll("*", ".*")}$`);
      expect(isIgnored([wildcards], module)).toBe(expression.test(module));
    }),
    { seed: 4, numRuns: 2000 },
  );
});

const expressions = fc.letrec<{ part: string; many: string }>((tie) => ({
  part: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.constantFrom("a", "b", ".", "\\.", "\\d", "\\w", "[ab]", "[^a]", "[a-b1]", "^", "$"),
    fc
      .tuple(fc.constantFrom("a", ".", "[b.]", "\\d"), fc.constantFrom("*", "+", "?", "*?"))
      .map((pair) => pair.join("")),
    fc.tuple(tie("many"), fc.constantFrom("", "*", "+", "?")).map(([inner, quantifier]) => `(?:${inner})${quantifier}`),
  ),
  many: fc
    .array(fc.oneof(tie("part"), fc.constant("|")), { minLength: 1, maxLength: 5 })
    .map((parts) => parts.join("")),
}));

test("what is understood of a regular expression means what JavaScript means by it", () => {
  let understood = 0;
  fc.assert(
    fc.property(expressions.many, text, (pattern, module) => {
      const found = matchModulePattern(pattern, module);
      if (found === undefined) return;
      understood++;
      expect(found).toBe(new RegExp(`^(?:${pattern})`).test(module));
    }),
    { seed: 5, numRuns: 3000 },
  );
  expect(understood).toBeGreaterThan(2000);
});

test.each([
  ["nested stars", `${"(".repeat(3)}a*${")*".repeat(3)}b`],
  ["many optional letters", `${"a?".repeat(120)}${"a".repeat(120)}b`],
  ["many equal alternatives", `${"(a|a)".repeat(80)}b`],
  ["many stars", `${"a*".repeat(200)}b`],
])("a pattern that hangs other engines is answered at once: %s", (_, pattern) => {
  const start = performance.now();
  expect(matchModulePattern(pattern, "a".repeat(200))).toBe(false);
  // Backtracking would need longer than the universe has.
  expect(performance.now() - start).toBeLessThan(5000);
});

test("groups within groups within groups within groups are not understood", () => {
  expect(matchModulePattern("(((a)))", "a")).toBe(true);
  expect(matchModulePattern("((((a))))", "a")).toBeUndefined();
});
