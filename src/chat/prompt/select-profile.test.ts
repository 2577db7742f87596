import { expect, test } from "vitest";
import { isHermesError } from "../../errors.ts";
import { selectProfile } from "./select-profile.ts";

test.each([
  ["llama", "<|eot_id|>", "llama3", "<|begin_of_text|>"],
  ["seed_oss", "<|eot_id|>", "llama3", "<seed:bos>"],
  ["qwen3", "<|im_end|>", "chatml", null],
])("%s ending turns with %s is %s", (modelType, eosToken, profile, bosToken) => {
  expect(selectProfile(modelType, eosToken)).toEqual({ profile, bosToken, warnings: [] });
  expect(selectProfile(modelType)).toEqual({ profile, bosToken, warnings: [] });
});

test("warns of a checkpoint that ends turns otherwise, such as Hermes 3", () => {
  expect(selectProfile("llama", "<|im_end|>")).toMatchObject({
    profile: "llama3",
    warnings: [{ code: "end-of-turn-mismatch", message: expect.stringContaining("<|im_end|>") }],
  });
});

test.each(["mistral", "__proto__", ""])("refuses model_type %j, listing those known", (modelType) => {
  const isUnsupported = (error: unknown) =>
    isHermesError(error, "unsupported") && error.facts.supported.join() === "llama,seed_oss,qwen3";
  expect(() => selectProfile(modelType)).toThrow(expect.toSatisfy(isUnsupported));
});
