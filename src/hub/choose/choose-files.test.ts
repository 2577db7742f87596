import { describe, expect, test } from "vitest";
import { groupGgufFiles } from "./gguf-files.ts";
import { matchesGlob } from "./glob.ts";

const globs: readonly [pattern: string, fits: string[], others: string[]][] = [
  ["*.json", ["a.json", "a/b.json", ".json"], ["a.jsonl", "ajson"]],
  ["model-0000?-of-*", ["model-00001-of-00002.safetensors"], ["model-00010-of-00020.safetensors"]],
  ["[Rr]eadme.md", ["readme.md", "Readme.md"], ["eadme.md", "rReadme.md"]],
  ["[!a]*", ["b.txt"], ["a.txt"]],
  ["[a-c]x", ["bx"], ["dx", "-x"]],
  ["a+b(c).{d}", ["a+b(c).{d}"], ["aab(c).{d}"]],
  ["a[b", ["a[b"], ["ab"]],
  ["config.json", ["config.json"], ["configxjson", "a/config.json", "config.json.bak"]],
  ["**/x", ["a/x", "a/b/x"], ["x"]],
];

describe("a pattern", () => {
  test.each(globs)("%s", (pattern, fits, others) => {
    expect(fits.filter((path) => !matchesGlob(pattern, path))).toEqual([]);
    expect(others.filter((path) => matchesGlob(pattern, path))).toEqual([]);
  });

  test("of many stars is quick", () => {
    const start = performance.now();
    expect(matchesGlob(`${"*".repeat(40)}x`, "a".repeat(5_000))).toBe(false);
    expect(performance.now() - start).toBeLessThan(500);
  });
});

const labels: readonly [path: string, label: string][] = [
  ["Hermes-4-70B-Q4_K_M.gguf", "Q4_K_M"],
  ["Hermes-4-70B.Q8_0.gguf", "Q8_0"],
  ["hermes-4-70b.i1-IQ2_XXS.gguf", "IQ2_XXS"],
  ["Hermes-4-14B-UD-Q4_K_XL.gguf", "UD-Q4_K_XL"],
  ["BF16/Hermes-4-14B-BF16-00001-of-00002.gguf", "BF16"],
  ["nano.f32.gguf", "f32"],
  ["Q6_K/model.gguf", "model"],
  ["Hermes-4-70B-MXFP4_MOE.gguf", "MXFP4_MOE"],
  ["ggml-model-Q5_0.GGUF", "Q5_0"],
];

describe("GGUF files", () => {
  test.each(labels)("%s is %s", (path, label) => expect(groupGgufFiles([{ path }])[0]?.label).toBe(label));

  test("of one model in parts are a group, in order", () => {
    const paths = [
      "m-Q8_0-00002-of-00003.gguf",
      "m-Q8_0-00001-of-00003.gguf",
      "m-Q4_0.gguf",
      "mmproj-m.gguf",
      "m.imatrix",
    ];
    const groups = groupGgufFiles(paths.map((path) => ({ path })));
    expect(groups).toEqual([
      { label: "Q8_0", files: [{ path: paths[1] }, { path: paths[0] }], partCount: 3 },
      { label: "Q4_0", files: [{ path: paths[2] }], partCount: 1 },
    ]);
  });
});
