import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { isHermesError } from "../errors.ts";
import { type HubEnvironment, type HubSettings, readHubSettings } from "./settings.ts";
import { temporaryFolder } from "./testing/hub-test.ts";

const home = "/home/somebody";
const cases: readonly [what: string, environment: HubEnvironment, settings: Partial<HubSettings>][] = [
  [
    "nothing set",
    {},
    {
      endpoint: "https://huggingface.co",
      cacheFolder: `${home}/.cache/huggingface/hub`,
      offline: false,
      timeoutMs: 30_000,
    },
  ],
  [
    "empty variables",
    { HF_HOME: "", HF_TOKEN: " ", HF_ENDPOINT: "" },
    { endpoint: "https://huggingface.co", cacheFolder: `${home}/.cache/huggingface/hub` },
  ],
  ["XDG_CACHE_HOME", { XDG_CACHE_HOME: "/x" }, { cacheFolder: "/x/huggingface/hub" }],
  ["HF_HOME before XDG_CACHE_HOME", { HF_HOME: "/h", XDG_CACHE_HOME: "/x" }, { cacheFolder: "/h/hub" }],
  ["the older name of the cache", { HUGGINGFACE_HUB_CACHE: "/old", HF_HOME: "/h" }, { cacheFolder: "/old" }],
  [
    "HF_HUB_CACHE before all",
    { HF_HUB_CACHE: "/c", HUGGINGFACE_HUB_CACHE: "/old", HF_HOME: "/h" },
    { cacheFolder: "/c" },
  ],
  ["a home in a path", { HF_HOME: "~/models" }, { cacheFolder: `${home}/models/hub` }],
  ["HF_ENDPOINT", { HF_ENDPOINT: "https://mirror.example/hub//" }, { endpoint: "https://mirror.example/hub" }],
  ["HF_TOKEN", { HF_TOKEN: " hf_a\n", HUGGING_FACE_HUB_TOKEN: "hf_b" }, { token: "hf_a" }],
  ["the older name of the token", { HUGGING_FACE_HUB_TOKEN: "hf_b" }, { token: "hf_b" }],
  ["HF_HUB_OFFLINE", { HF_HUB_OFFLINE: "True" }, { offline: true }],
  ["HF_HUB_OFFLINE off", { HF_HUB_OFFLINE: "0" }, { offline: false }],
  ["HF_HUB_DOWNLOAD_TIMEOUT", { HF_HUB_DOWNLOAD_TIMEOUT: "2.5" }, { timeoutMs: 2_500 }],
];

describe("settings of an environment with", () => {
  test.each(cases)("%s", (_what, environment, settings) => {
    expect(readHubSettings(environment, home)).toMatchObject(settings);
  });

  test("a token file, which a variable overrides", () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "token"), "hf_file\n");
    expect(readHubSettings({ HF_HOME: folder }, home).token).toBe("hf_file");
    expect(readHubSettings({ HF_TOKEN_PATH: join(folder, "token") }, home).token).toBe("hf_file");
    expect(readHubSettings({ HF_HOME: folder, HF_TOKEN: "hf_own" }, home).token).toBe("hf_own");
    expect(readHubSettings({ HF_HOME: join(folder, "none") }, home)).not.toHaveProperty("token");
  });

  test.each([
    ["HF_ENDPOINT", "huggingface.co"],
    ["HF_ENDPOINT", "ftp://huggingface.co"],
    ["HF_ENDPOINT", "https://user:word@huggingface.co"],
    ["HF_HUB_DOWNLOAD_TIMEOUT", "soon"],
    ["HF_HUB_DOWNLOAD_TIMEOUT", "-1"],
  ])("%s=%s are refused", (name, value) => {
    let caught: unknown;
    try {
      readHubSettings({ [name]: value }, home);
    } catch (error) {
      caught = error;
    }
    expect(isHermesError(caught, "usage")).toBe(true);
    expect((caught as Error).message).toContain(`${name} is "`);
    expect((caught as Error).message).not.toContain("word@");
  });
});
