import { spawn, spawnSync } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, onTestFinished, test } from "vitest";
import { missingPackages } from "./packages.js";
import { runsTypeScript } from "./run.js";
import { staleModules } from "./wasm.js";

function temporaryTree(files: Readonly<Record<string, string>>): string {
  const root = mkdtempSync(join(tmpdir(), "hermes-launch-"));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}

const lock = (packages: object) => JSON.stringify({ packages: { "": { name: "root" }, ...packages } });

describe("missingPackages", () => {
  const wanted = lock({
    "node_modules/a": { version: "1.0.0" },
    "node_modules/other-platform": { version: "1.0.0", optional: true },
  });

  test.each([
    ["nothing is installed", undefined, ["node_modules/a"]],
    ["all is installed", lock({ "node_modules/a": { version: "1.0.0" } }), []],
    ["another version is installed", lock({ "node_modules/a": { version: "2.0.0" } }), ["node_modules/a"]],
    ["the record is broken", "{", ["node_modules/a"]],
  ])("when %s", (_name, installed, missing) => {
    const root = temporaryTree({
      "package-lock.json": wanted,
      ...(installed === undefined ? {} : { "node_modules/.package-lock.json": installed }),
    });
    expect(missingPackages(root)).toEqual(missing);
  });
});

describe("staleModules", () => {
  const module = "src/kernels/wasm/inference.wasm";
  const sources = {
    "tools/build-wasm.ts": "",
    "src/kernels/wasm/inference.as.ts": "",
    "src/kernels/wasm/simd/vector.as.ts": "",
    "src/kernels/ops/add/add.as.ts": "",
  };

  test("names modules that are missing, and only modules", () => {
    const root = temporaryTree(sources);
    expect(staleModules(root)).toEqual([join(root, module)]);
  });

  test("is empty when the module is newer than every source", () => {
    const root = temporaryTree({ ...sources, [module]: "" });
    utimesSync(join(root, module), new Date(), new Date(Date.now() + 10_000));
    expect(staleModules(root)).toEqual([]);
  });

  test.each(Object.keys(sources))("names the module when %s is newer", (source) => {
    const root = temporaryTree({ ...sources, [module]: "" });
    utimesSync(join(root, module), new Date(), new Date(Date.now() + 10_000));
    utimesSync(join(root, source), new Date(), new Date(Date.now() + 20_000));
    expect(staleModules(root)).toEqual([join(root, module)]);
  });
});

test.each([
  ["v20.20.2", false],
  ["v22.17.1", false],
  ["v22.18.0", true],
  ["v23.0.0", true],
  ["v24.1.0", true],
])("runsTypeScript(%s) is %s", (version, expected) => {
  expect(runsTypeScript(version)).toBe(expected);
});

describe("a script of npm whose shell is gone", () => {
  const runner = new URL("./run.js", import.meta.url).href;

  /** Runs a script below a shell, ends the shell, and says whether the script is asked to end in the next 1.5 seconds. */
  async function isAskedToEnd(environment: Readonly<Record<string, string>>): Promise<boolean> {
    const script = join(
      temporaryTree({
        "wait.mjs": `process.on("SIGTERM", () => { console.log("asked"); process.exit(); });
          console.log("pid", process.pid);
          setTimeout(() => process.exit(), 1500);`,
      }),
      "wait.mjs",
    );
    const start = `import(${JSON.stringify(runner)}).then((m) => m.continueIn(process.execPath, ${JSON.stringify(script)}, []))`;
    // What follows keeps the shell from turning into the script itself.
    const shell = spawn("sh", ["-c", `"$NODE" --input-type=module -e "$START"; true`], {
      env: { PATH: process.env.PATH ?? "", NODE: process.execPath, START: start, ...environment },
      stdio: ["ignore", "pipe", "inherit"],
    });
    let output = "";
    for await (const text of shell.stdout.setEncoding("utf8")) {
      output += text;
      if (output.includes("pid")) shell.kill("SIGTERM");
    }
    return output.includes("asked");
  }

  test.skipIf(process.platform === "win32")(
    "is asked to end; others may outlive theirs (skipped: Windows)",
    async () => {
      expect(await isAskedToEnd({ npm_lifecycle_event: "start" })).toBe(true);
      expect(await isAskedToEnd({})).toBe(false);
    },
  );
});

describe("bin/hermes", () => {
  const bin = fileURLToPath(new URL("../../bin/hermes", import.meta.url));
  const oldNode = ["/usr/bin/node", "/usr/local/bin/node"].find(
    (path) => existsSync(path) && !runsTypeScript(spawnSync(path, ["--version"], { encoding: "utf8" }).stdout),
  );

  test("runs in this Node and passes the exit code on", () => {
    expect(spawnSync(process.execPath, [bin, "--version"], { encoding: "utf8" })).toMatchObject({
      status: 0,
      stderr: "",
    });
    expect(spawnSync(process.execPath, [bin, "nope"])).toMatchObject({ status: 2 });
  });

  test.skipIf(oldNode === undefined)(
    "goes on in the pinned Node from an older one (skipped: no older Node here)",
    () => {
      const result = spawnSync(oldNode!, [bin, "parse", "--json"], { input: "hm", encoding: "utf8" });
      expect(result).toMatchObject({ status: 0, stderr: "" });
      expect(JSON.parse(result.stdout).content).toBe("hm");
      expect(spawnSync(oldNode!, [bin, "nope"])).toMatchObject({ status: 2 });
    },
  );

  test.skipIf(oldNode === undefined)(
    "in a package, tells an older Node's user what to install (skipped: no older Node here)",
    () => {
      const root = temporaryTree({ "package.json": '{"type": "module"}' });
      mkdirSync(join(root, "bin"));
      for (const name of ["hermes", "compile-cache.js"]) {
        copyFileSync(fileURLToPath(new URL(`../../bin/${name}`, import.meta.url)), join(root, "bin", name));
      }
      const result = spawnSync(oldNode!, [join(root, "bin", "hermes")], { encoding: "utf8" });
      expect(result).toMatchObject({ status: 1, stdout: "" });
      expect(result.stderr).toContain("needs Node 22.18 or later");
    },
  );
});
