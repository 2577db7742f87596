import { expect, test } from "vitest";
import { loadConfig } from "../config/index.ts";
import { generationFlags } from "./read-config.ts";

/** Settings for all kinds of models, as one file may hold them. */
const environment = {
  HERMES_ENGINE_THREADS: "2",
  HERMES_ENGINE_COMPUTE: "exact",
  HERMES_ENGINE_CACHE_FILE: "/c",
  HERMES_ENGINE_PARALLEL: "4",
  HERMES_ENGINE_CONTEXT_LENGTH: "1000",
  HERMES_ENDPOINT_KIND: "vllm",
  HERMES_ENDPOINT_KEY_FILE: "/k",
};

async function flagsFor(flags: object) {
  return generationFlags(await loadConfig({ file: false, environment, flags }));
}

const plain = { thinking: false, keepCots: false, context: 1000 };

test.each([
  [{ model: "nano" }, { model: "nano", threads: 2, compute: "exact", cache: "/c" }],
  [{ model: "a.gguf" }, { model: "a.gguf", threads: 2, parallel: 4 }],
  [{ model: "http://a/v1" }, { model: "http://a/v1", endpoint: "vllm", keyFile: "/k" }],
  [
    { model: "http://a/v1", threads: 3 },
    { model: "http://a/v1", threads: 3, endpoint: "vllm", keyFile: "/k" },
  ],
])("a model takes what is for its kind, and every flag: %j", async (flags, expected) => {
  expect(await flagsFor(flags)).toEqual({ ...plain, ...expected });
});
