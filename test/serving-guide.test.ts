import { execFile, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, describe, expect, test } from "vitest";
import { readKeyFile } from "../src/cli/keys/key-file.ts";
import { startServe } from "../src/cli/serve/test-process.ts";
import { runTestCli } from "../src/cli/test-terminal.ts";
import { listSettings, loadConfig } from "../src/config/index.ts";
import { readNotes, servingGuide, updateSettings } from "../tools/settings-table.ts";

const guide = readFileSync(servingGuide, "utf8");
const hermes = fileURLToPath(new URL("../bin/hermes", import.meta.url));
const hasCurl = spawnSync("curl", ["--version"]).status === 0;
const folder = mkdtempSync(join(tmpdir(), "hermes-guide-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The blocks of one language, in order. */
function blocks(language: string): readonly string[] {
  return [...guide.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, "gm"))].map(
    (match) => match[1] ?? "",
  );
}

/** Runs lines for a shell; `hermes` is the command of this checkout. */
function shell(lines: string, environment: Readonly<Record<string, string>> = {}) {
  const env = { PATH: process.env.PATH ?? "", HOME: folder, ...environment };
  const script = `set -eu\nhermes() { "${process.execPath}" "${hermes}" "$@"; }\n${lines}`;
  return promisify(execFile)("sh", ["-c", script], { cwd: folder, env });
}

test("its table has every setting, each with a sentence (node tools/settings-table.ts)", () => {
  expect(updateSettings(guide)).toBe(guide);
  const notes = readNotes();
  expect(listSettings().filter(({ path }) => !notes.has(path.split(".").at(-1) ?? ""))).toEqual([]);
});

describe("its configurations", () => {
  test("as TypeScript", async () => {
    const file = join(folder, "hermes.config.ts");
    writeFileSync(file, blocks("ts")[0] ?? "");
    const { settings } = JSON.parse((await shell(`hermes config --json --config "${file}"`)).stdout);
    expect(settings["server.apiKeyFile"].value).toBe(join(folder, "server-keys"));
    expect(settings["server.limits.promptTokens"]).toEqual({ value: 8000, origin: file });
    expect(settings["agent.mcpServers"].value.files.allow).toEqual(["read_file"]);
  });

  test("as JSON", async () => {
    const file = join(folder, "hermes.config.json");
    writeFileSync(file, blocks("json")[0] ?? "");
    const { values } = await loadConfig({ file, environment: {}, flags: {} });
    expect(values).toMatchObject({ server: { port: 8080 }, defaults: { thinking: true } });
  });
});

test("its keys are made and added as it says", async () => {
  const [making = "", adding = ""] = blocks("sh").filter((block) => block.includes("server-keys"));
  await shell(making.replace(/^hermes serve.*$/m, ""));
  await shell(adding, { KEY: "made-elsewhere" });
  const keys = readKeyFile(join(folder, "server-keys"));
  expect(keys.map(({ name }) => name)).toEqual(["anna", "bob"]);
  expect(keys[1]?.sha256).toBe(createHash("sha256").update("made-elsewhere").digest("hex"));
});

test.skipIf(!hasCurl)("its line for the shell is the one that is printed, and works (skipped: no curl)", async () => {
  const line = blocks("sh").find((block) => block.startsWith("curl")) ?? "";
  const { process: server, url } = await startServe(["serve", "--port", "0", "--no-page"]);
  expect(server.output).toContain(line.replace("http://127.0.0.1:8000", url));
  const { stdout } = await shell(line.replace("http://127.0.0.1:8000", url));
  expect(JSON.parse(stdout).choices[0].message.reasoning_content).toContain("17 + 25");
});

test("the options it names exist", async () => {
  const commands = [...guide.matchAll(/^(?:\$ )?hermes (serve|config|key new|start)\b(.*)$/gm)];
  expect(commands.length).toBeGreaterThan(5);
  for (const [, command = "", rest = ""] of commands) {
    const { output } = await runTestCli([...command.split(" "), "--help"]);
    for (const option of rest.match(/--[a-z-]+/g) ?? []) expect(output, command).toContain(`${option} `);
  }
});
