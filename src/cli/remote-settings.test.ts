import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { remoteSettings } from "./remote-settings.ts";

const folder = mkdtempSync(join(tmpdir(), "hermes-key-"));
afterAll(() => rmSync(folder, { recursive: true }));
const here = "http://localhost:8000/v1";

describe("what the command line knows of an endpoint", () => {
  test("nothing for a model on this computer, and its flags are refused by name", async () => {
    const environment = { HERMES_API_KEY: "k", HTTP_PROXY: "http://proxy:1" };
    expect(await remoteSettings({ model: "nano" }, environment)).toEqual({});
    await expect(remoteSettings({ model: "nano", mode: "chat" }, environment)).rejects.toMatchObject({
      code: "usage",
      facts: { argument: "mode" },
    });
  });

  test("a key from a file, without the line's end", async () => {
    const keyFile = join(folder, "key");
    writeFileSync(keyFile, "secret-1\n");
    const { remote } = await remoteSettings({ model: here, keyFile }, { HERMES_API_KEY: "other" });
    expect(remote).toEqual({ apiKey: "secret-1" });
  });

  test.each([
    ["of the kind", { model: here, endpoint: "vllm" as const }, { VLLM_API_KEY: "v" }, "v"],
    ["of the host", { model: "https://openrouter.ai/api/v1" }, { OPENROUTER_API_KEY: "o" }, "o"],
    [
      "of ours, before all others",
      { model: here, endpoint: "vllm" as const },
      { VLLM_API_KEY: "v", HERMES_API_KEY: "h" },
      "h",
    ],
    ["of another kind is not sent", { model: here }, { OPENROUTER_API_KEY: "o" }, undefined],
    ["empty is none", { model: here }, { HERMES_API_KEY: "" }, undefined],
  ])("the key of the variable %s", async (_name, flags, environment, expected) => {
    const { remote } = await remoteSettings(flags, environment);
    expect(remote?.apiKey).toBe(expected);
  });

  test("the name, the mode and the prompt format that flags give", async () => {
    const flags = { model: here, served: "mine", mode: "completions", profile: "chatml" } as const;
    const { remote } = await remoteSettings(flags, {});
    expect(remote).toEqual({ model: "mine", mode: "completions", profile: "chatml" });
  });

  test("an unreadable and an empty key file", async () => {
    await expect(remoteSettings({ model: here, keyFile: join(folder, "none") }, {})).rejects.toMatchObject({
      code: "file-missing",
    });
    writeFileSync(join(folder, "empty"), " \n");
    await expect(remoteSettings({ model: here, keyFile: join(folder, "empty") }, {})).rejects.toMatchObject({
      code: "usage",
    });
  });

  test("the proxy of the environment, small letters first", async () => {
    const environment = { HTTP_PROXY: "http://a:1", http_proxy: "http://b:1", NO_PROXY: "localhost" };
    const { remote } = await remoteSettings({ model: here }, environment);
    expect(remote?.proxy).toEqual({ http: "http://b:1", noProxy: "localhost" });
  });
});
