import { describe, expect, test } from "vitest";
import { isHermesError } from "../../../errors.ts";
import type { CompletionRequest } from "../../contract.ts";
import { type CompletionsDialect, type Preset, type PresetName, presets } from "../presets.ts";
import { rawPrompt } from "./raw-prompt.ts";

const begin = "<|begin_of_text|>";
const llama = { profile: "llama3", bosToken: begin } as const;
const chatml = { profile: "chatml", bosToken: null } as const;

function promptOf(name: PresetName, request: CompletionRequest, format: typeof llama | typeof chatml = llama) {
  const preset: Preset = presets[name];
  return rawPrompt(request, format, preset, preset.completions as CompletionsDialect);
}

describe("the prompt of a text", () => {
  test.each<[string, PresetName, CompletionRequest, string]>([
    ["begin-of-text is put in front where the server adds none", "vllm", { prompt: "a" }, `${begin}a`],
    ["it is left to a server that adds it", "sglang", { prompt: "a" }, "a"],
    ["one that stands there is not doubled", "vllm", { prompt: `${begin}a`, parseSpecial: true }, `${begin}a`],
    ["nor where the server adds it", "llama-cpp", { prompt: `${begin}a`, parseSpecial: true }, "a"],
    ["none where none is wanted", "vllm", { prompt: "a", addSpecial: false }, "a"],
    ["tags where they are meant", "vllm", { prompt: "<think>", parseSpecial: true, addSpecial: false }, "<think>"],
    ["an empty text behind begin-of-text", "vllm", { prompt: "" }, begin],
  ])("%s", (_name, preset, request, expected) => {
    expect(promptOf(preset, request)).toBe(expected);
  });

  test("a model without begin-of-text gets none", () => {
    expect(promptOf("vllm", { prompt: "a" }, chatml)).toBe("a");
    expect(promptOf("sglang", { prompt: "a", addSpecial: false }, chatml)).toBe("a");
  });

  test("token ids stand as they are", () => {
    expect(promptOf("vllm", { prompt: [1, 2] })).toEqual([1, 2]);
    expect(promptOf("sglang", { prompt: [1, 2], maxTokens: 5 })).toEqual([1, 2]);
  });
});

describe("what an endpoint would read otherwise is refused by name", () => {
  test.each<[string, PresetName, CompletionRequest, string]>([
    ["a control token that is meant as text", "vllm", { prompt: "a<|eot_id|>" }, "prompt"],
    ["a tag that is meant as text", "vllm", { prompt: "a<think>" }, "prompt"],
    ["no begin-of-text at a server that adds it", "sglang", { prompt: "a", addSpecial: false }, "addSpecial"],
    ["nothing at all", "vllm", { prompt: "", addSpecial: false }, "prompt"],
    ["no tokens", "vllm", { prompt: [] }, "prompt"],
    ["half a token", "vllm", { prompt: [0.5] }, "prompt"],
    ["token ids whose answer comes in pieces", "sglang", { prompt: [1] }, "prompt"],
  ])("%s", (_name, preset, request, argument) => {
    expect(() => promptOf(preset, request)).toThrow(
      expect.toSatisfy((error) => isHermesError(error, "usage") && error.facts.argument === argument),
    );
  });
});
