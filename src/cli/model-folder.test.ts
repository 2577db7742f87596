import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { temporaryFolder } from "../formats/test-files.ts";
import { findModelFolder } from "./model-folder.ts";
import { runTestCli } from "./test-terminal.ts";

describe("the folder of a model", () => {
  test("a folder that exists stands for itself", () => {
    const folder = temporaryFolder();
    expect(findModelFolder(folder)).toBe(folder);
    expect(findModelFolder("nano")).toMatch(/models.nano$/);
  });

  test("a GGUF file and an address are refused by name, with the commands that open them", () => {
    const file = join(temporaryFolder(), "x.gguf");
    writeFileSync(file, "GGUF");
    for (const model of [file, "http://localhost:8000/v1"]) {
      expect(() => findModelFolder(model)).toThrow(/takes a folder of safetensors.*hermes run/);
    }
  });

  test.each(["inspect", "inspect --plan", "bench --model"])(
    "hermes %s tells how a missing model is fetched",
    async (line) => {
      const { exitCode, errors } = await runTestCli([...line.split(" "), "nobody-at-home/no-such-model"]);
      expect(exitCode).toBe(1);
      expect(errors).toMatch(/no model of that name was fetched.*hermes pull nobody-at-home\/no-such-model/);
    },
  );
});
