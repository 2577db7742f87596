import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, posix } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

const root = fileURLToPath(new URL("..", import.meta.url));
const run = promisify(execFile);
const hasModel = existsSync(join(root, "models/nano/config.json"));

interface PackedFile {
  readonly path: string;
}

let folder = "";
let packed: readonly PackedFile[] = [];

/** The tarball as npm would publish it, installed where nothing else is. */
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "hermes-package-"));
  const { stdout } = await run("npm", ["pack", "--json", "--pack-destination", folder], { cwd: root });
  const [tarball] = JSON.parse(stdout) as [{ filename: string; files: PackedFile[] }];
  packed = tarball.files;
  writeFileSync(join(folder, "package.json"), '{ "private": true, "type": "module" }');
  const flags = ["--no-audit", "--no-fund", "--prefer-offline", "--ignore-scripts"];
  await run("npm", ["install", ...flags, join(folder, tarball.filename)], { cwd: folder });
}, 300_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const node = (...nodeArguments: string[]) => run(process.execPath, nodeArguments, { cwd: folder });
const hermes = (...commandArguments: string[]) =>
  node(join(folder, "node_modules/hermes4/bin/hermes"), ...commandArguments);

/** The JavaScript blocks of the README, in order. */
function readmeSnippets(): string[] {
  const readme = readFileSync(join(root, "README.md"), "utf8");
  return [...readme.matchAll(/^```js\n([\s\S]*?)^```$/gm)].map((match) => match[1]!);
}

describe("the published package", () => {
  test("holds what runs and nothing else", () => {
    const paths = packed.map(({ path }) => path);
    for (const needed of [
      "bin/hermes",
      "dist/index.js",
      "dist/index.d.ts",
      "dist/evaluate/report/page/browse.js",
      "dist/web/index.html",
      "LICENSE",
      "NOTICE",
      "README.md",
    ]) {
      expect(paths).toContain(needed);
    }
    expect(paths.filter((path) => /^dist\/kernels\/wasm\/.*\.wasm$/.test(path)).length).toBeGreaterThan(0);
    expect(paths.filter((path) => /\.test\.|(?<!\.d)\.ts$|^(src|test|tools)\//.test(path))).toEqual([]);
  });

  test("holds the file of every thread and process that it starts", () => {
    const paths = packed.map(({ path }) => path);
    const started = paths
      .filter((path) => path.endsWith(".js"))
      .flatMap((path) => {
        const text = readFileSync(join(folder, "node_modules/hermes4", path), "utf8");
        const names = text.matchAll(/"\.\/([\w-]*worker\.js)"/g);
        return Array.from(names, ([, name]) => posix.join(dirname(path), name!));
      });
    expect(started).toContain("dist/grammar/worker/compile-worker.js");
    expect(started.filter((path) => !paths.includes(path))).toEqual([]);
  });

  test("has a command line", async () => {
    const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
    expect((await hermes("--version")).stdout).toBe(`${version}\n`);
    writeFileSync(join(folder, "hi.json"), '{"messages": [{"role": "user", "content": "Hi"}], "template": "chatml"}');
    expect((await hermes("render", "hi.json")).stdout).toContain("<|im_start|>user\nHi<|im_end|>\n");
  });

  test("exports only its public entry", async () => {
    writeFileSync(join(folder, "inside.js"), 'await import("hermes4/dist/errors.js");');
    await expect(node("inside.js")).rejects.toThrow("ERR_PACKAGE_PATH_NOT_EXPORTED");
  });

  test("its README has JavaScript", () => {
    expect(readmeSnippets().length).toBeGreaterThan(0);
  });

  test.skipIf(!hasModel)("runs every JavaScript block of its README (skipped: models/nano missing)", async () => {
    for (const [index, snippet] of readmeSnippets().entries()) {
      writeFileSync(join(folder, `snippet-${index}.js`), snippet);
      expect((await node(`snippet-${index}.js`)).stdout).not.toBe("");
    }
  });

  test.skipIf(!hasModel)("answers with the embedded model (skipped: models/nano missing)", async () => {
    const { stdout } = await hermes("run", "--thinking", "--seed", "1", "--json", "What is 17 + 25?");
    expect(JSON.parse(stdout)).toMatchObject({ finish_reason: "stop" });
  });
});
