import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { temporaryFolder } from "../formats/test-files.ts";

const loader = new URL("./config-file.ts", import.meta.url).href;

/** Loads a module in a Node of its own, since the test runner has its own way of importing. */
function loadModule(name: string, source: string): { readonly output: string; readonly errors: string } {
  const path = join(temporaryFolder(), name);
  writeFileSync(path, source);
  const script = `const { loadConfigFile } = await import(${JSON.stringify(loader)});
    const show = (value) => console.log(JSON.stringify(value));
    await loadConfigFile(${JSON.stringify(path)}).then(show, ({ code, message }) => show({ code, message }));`;
  const run = spawnSync(process.execPath, ["--input-type=module", "-e", script], { encoding: "utf8" });
  return { output: run.stdout, errors: run.stderr };
}

describe("a configuration as a module, anywhere on the disk", () => {
  const typed = `import { defineConfig, type HermesConfig } from "hermes4/config";
    const server: NonNullable<HermesConfig["server"]> = { port: 8100 };
    export default defineConfig({ model: "nano", server });`;

  test.each([
    ["hermes.config.ts", typed],
    ["hermes.config.mts", typed],
    [
      "hermes.config.js",
      'import { defineConfig } from "hermes4/config"; export default defineConfig({ model: "nano", server: { port: 8100 } });',
    ],
    ["hermes.config.mjs", 'export default { model: "nano", server: { port: 4050 * 2 } };'],
  ])("%s", (name, source) => {
    expect(loadModule(name, source)).toEqual({ output: '{"model":"nano","server":{"port":8100}}\n', errors: "" });
  });

  test.each([
    ["no default export", "hermes.config.js", "export const config = {};", "has no default export"],
    ["a syntax error", "hermes.config.js", "export default {", "could not be run"],
    ["a failure of its own", "hermes.config.ts", 'throw new Error("no luck");', "could not be run: no luck"],
    ["a package that is not there", "hermes.config.ts", 'import "nowhere";', "Cannot find package 'nowhere'"],
  ])("%s", (_name, name, source, message) => {
    const { output, errors } = loadModule(name, source);
    expect(errors).toBe("");
    expect(JSON.parse(output)).toEqual({ code: "config-invalid", message: expect.stringContaining(message) });
  });
});
