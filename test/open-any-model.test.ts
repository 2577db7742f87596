/** One call, three engines: a folder, a GGUF file and an endpoint, as a program and as the command line open them. */
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { makeNanoGguf, nanoFolder } from "../src/backends/llama-cpp/test-nano.ts";
import { startRecitingEndpoint } from "../src/backends/remote/testing/reciting-endpoint.ts";
import { runTestCli } from "../src/cli/test-terminal.ts";
import { type ChatRequest, Hermes, type LoadOptions } from "../src/hermes.ts";

const question: ChatRequest = {
  messages: [{ role: "user", content: "What is 17 + 25?" }],
  thinking: true,
  sampling: { temperature: 0 },
};
const libraryFolder = fileURLToPath(new URL("../build/peer", import.meta.url));
const hasLibrary = existsSync(`${libraryFolder}/node_modules/node-llama-cpp`);
const hasNano = existsSync(`${nanoFolder}/model.safetensors`);

async function ask(options: LoadOptions): Promise<{ reasoning: string; content: string }> {
  const hermes = await Hermes.load(options);
  try {
    const { reasoning, content } = await hermes.chat(question);
    return { reasoning: reasoning ?? "", content: content ?? "" };
  } finally {
    await hermes.dispose();
  }
}

describe.skipIf(!hasNano)("nano (skipped where models/nano is missing)", () => {
  test("a folder answers like the embedded model", async () => {
    const embedded = await ask({ compute: "exact" });
    expect(embedded.content).toContain("42");
    expect(await ask({ model: nanoFolder, compute: "exact" })).toEqual(embedded);
  });

  const engine = "a GGUF file answers like the folder";
  test.skipIf(!hasLibrary)(`${engine} (skipped where node-llama-cpp is not installed)`, async () => {
    const gguf = makeNanoGguf();
    try {
      const answer = await ask({ model: gguf.file, threads: 1, gguf: { libraryFolder } });
      expect(answer).toEqual(await ask({ compute: "exact" }));
    } finally {
      gguf.remove();
    }
  });
});

describe("an endpoint", () => {
  const said = "<think>\n7+5=12\n</think>\n17 + 25 = 42";

  /** The endpoint says its text once. */
  async function withEndpoint<Result>(use: (address: string) => Promise<Result>): Promise<Result> {
    const endpoint = await startRecitingEndpoint(said);
    try {
      return await use(endpoint.baseUrl);
    } finally {
      await endpoint.close();
    }
  }

  describe.each(["completions", "chat"] as const)("in %s mode, by its address", (mode) => {
    test("answers a program", async () => {
      const answer = await withEndpoint((model) => ask({ model, remote: { mode } }));
      expect(answer).toEqual({ reasoning: "7+5=12", content: "17 + 25 = 42" });
    });

    test("refuses a cache file, which only our own engine keeps, before it answers", async () => {
      const command = ["--mode", mode, "--cache", "prompts.cache", "?"];
      const { exitCode, output, errors } = await withEndpoint((model) =>
        runTestCli(["run", "--model", model, ...command]),
      );
      expect({ exitCode, output }).toEqual({ exitCode: 2, output: "" });
      expect(errors).toMatch(/--cache goes with models in safetensors/);
    });

    test("answers hermes run", async () => {
      const command = ["--mode", mode, "--thinking", "?"];
      const { exitCode, output } = await withEndpoint((model) => runTestCli(["run", "--model", model, ...command]));
      expect({ exitCode, output }).toEqual({ exitCode: 0, output: "17 + 25 = 42\n" });
    });
  });
});

describe("a setting that a kind of model does not take is refused by name", () => {
  test.each([
    ["an endpoint", { model: "http://127.0.0.1:9/v1", compute: "exact" }, "compute"],
    ["an endpoint", { model: "http://127.0.0.1:9/v1", threads: 2 }, "threads"],
    ["a GGUF file", { model: "no.gguf", compute: "fast" }, "compute"],
    ["a GGUF file", { model: "no.gguf", cacheTokens: 4096 }, "cacheTokens"],
    ["a folder", { model: nanoFolder, gguf: { parallel: 2 } }, "gguf"],
    ["a folder", { model: nanoFolder, remote: { mode: "chat" } }, "remote"],
  ] satisfies [string, LoadOptions, string][])("%s: %j", async (_kind, options, argument) => {
    await expect(Hermes.load(options)).rejects.toMatchObject({ code: "usage", facts: { argument } });
  });

  test("a name that was never fetched says how to fetch it", async () => {
    const hub = { cacheFolder: "/nonexistent" } as NonNullable<LoadOptions["hub"]>;
    await expect(Hermes.load({ model: "hermes-4-14b", hub })).rejects.toMatchObject({
      code: "file-missing",
      message: expect.stringContaining("hermes pull hermes-4-14b"),
    });
  });
});
