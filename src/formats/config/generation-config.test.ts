import { describe, expect, test } from "vitest";
import { folderWithJson, hermesErrorOf, temporaryFolder } from "../test-files.ts";
import { GENERATION_CONFIG_FILE, readGenerationConfig } from "./read-generation-config.ts";

const read = (config: unknown) => readGenerationConfig(folderWithJson(GENERATION_CONFIG_FILE, config));

describe("generation_config.json", () => {
  test("is optional", () => {
    expect(readGenerationConfig(temporaryFolder())).toEqual({ eosTokenIds: [] });
  });

  test("every field", () => {
    const config = read({
      bos_token_id: 128000,
      do_sample: true,
      eos_token_id: [128001, 128009],
      temperature: 0.6,
      top_p: 0.95,
      top_k: 20,
      min_p: 0.05,
      repetition_penalty: 1.1,
      transformers_version: "4.42.3",
    });
    expect(config).toEqual({
      doSample: true,
      temperature: 0.6,
      topP: 0.95,
      topK: 20,
      minP: 0.05,
      repetitionPenalty: 1.1,
      eosTokenIds: [128001, 128009],
    });
    expect(Object.isFrozen(config)).toBe(true);
  });

  test("null is absent; one end token becomes a list", () => {
    const config = read({ temperature: null, eos_token_id: 2 });
    expect(config).toEqual({ eosTokenIds: [2] });
    expect("temperature" in config).toBe(false);
  });

  test.each([
    ["temperature", "0.6"],
    ["temperature", -1],
    ["temperature", 200],
    ["top_k", 2 ** 31],
    ["repetition_penalty", 1000],
    ["top_p", 0],
    ["top_p", 1.5],
    ["top_k", 1.5],
    ["top_k", -1],
    ["min_p", 2],
    ["repetition_penalty", 0],
    ["do_sample", "yes"],
    ["eos_token_id", [1, "2"]],
    ["eos_token_id", -1],
  ])("%s: %j is refused", (field, value) => {
    const error = hermesErrorOf(() => read({ [field]: value }));
    expect(error.code).toBe("config-invalid");
    expect(error.facts).toMatchObject({ field });
  });
});
