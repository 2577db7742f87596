import { createHash } from "node:crypto";
import { chmodSync, existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { temporaryFolder } from "../../formats/test-files.ts";
import { runTestCli } from "../test-terminal.ts";
import { parseKeys, readKeyFile } from "./key-file.ts";

const hash = createHash("sha256").update("anything").digest("hex");
const modeOf = (path: string) => statSync(path).mode & 0o777;

describe("hermes key new", () => {
  test("prints the key once and keeps its hash alone, for the owner alone", async () => {
    const folder = temporaryFolder();
    const file = join(folder, "deep", "server-keys");
    const { exitCode, output, errors } = await runTestCli(["key", "new", "--name", "anna@laptop", "--file", file]);
    expect(exitCode).toBe(0);
    const key = output.trim();
    expect(key).toMatch(/^hermes-[\w-]{43}$/);
    expect(output).toBe(`${key}\n`);
    expect(errors).toContain(`hermes serve --api-key-file ${file}`);
    expect(errors).not.toContain(key);
    const text = readFileSync(file, "utf8");
    expect(text).toBe(`anna@laptop sha256:${createHash("sha256").update(key).digest("hex")}\n`);
    expect([modeOf(file), modeOf(join(folder, "deep"))]).toEqual([0o600, 0o700]);
  });

  test("adds to a file, each time another key, and refuses a name that is taken", async () => {
    const file = join(temporaryFolder(), "keys");
    const first = await runTestCli(["key", "new", "--name", "a", "--file", file]);
    const second = await runTestCli(["key", "new", "--name", "b", "--file", file]);
    expect(second.output).not.toBe(first.output);
    expect(readKeyFile(file).map(({ name }) => name)).toEqual(["a", "b"]);
    const again = await runTestCli(["key", "new", "--name", "a", "--file", file]);
    expect(again).toMatchObject({ exitCode: 2, output: "" });
    expect(again.errors).toContain("has a key named a already");
    expect(readKeyFile(file)).toHaveLength(2);
  });

  test("without options: a name by the time, in the folder of the user's own settings", async () => {
    const folder = temporaryFolder();
    const { exitCode } = await runTestCli(["key", "new"], { environment: { XDG_CONFIG_HOME: folder } });
    expect(exitCode).toBe(0);
    expect(readKeyFile(join(folder, "hermes", "server-keys"))[0]?.name).toMatch(/^key-\d{8}-\d{6}$/);
  });

  test("refuses a name with other characters before anything is written", async () => {
    const file = join(temporaryFolder(), "keys");
    const { exitCode, errors } = await runTestCli(["key", "new", "--name", "a b", "--file", file]);
    expect(exitCode).toBe(2);
    expect(errors).toContain('The name "a b" does not fit');
    expect(existsSync(file)).toBe(false);
  });

  test("a last line without its end stays a line of its own", async () => {
    const file = join(temporaryFolder(), "keys");
    writeFileSync(file, `old sha256:${hash}`, { mode: 0o600 });
    await runTestCli(["key", "new", "--name", "new", "--file", file]);
    expect(readKeyFile(file).map(({ name }) => name)).toEqual(["old", "new"]);
  });
});

describe("a key file", () => {
  test("has comments, empty lines and keys", () => {
    expect(parseKeys(`# mine\n\n  a   sha256:${hash}\r\nb sha256:${hash}\n`, "keys")).toEqual([
      { name: "a", sha256: hash },
      { name: "b", sha256: hash },
    ]);
  });

  test.each([
    ["a key itself", "hermes-abcdefghijklmnop"],
    ["a named key itself", "a hermes-abcdefghijklmnop"],
    ["a hash without a name", `sha256:${hash}`],
    ["a short hash", `a sha256:${hash.slice(1)}`],
    ["a hash in capitals", `a sha256:${hash.toUpperCase()}`],
  ])("refuses %s by its line, without repeating it", (_name, line) => {
    const parse = () => parseKeys(`# first\n${line}\n`, "KEYS");
    expect(parse).toThrow(expect.objectContaining({ code: "config-invalid" }));
    expect(parse).toThrow(/^KEYS, line 2: expected "NAME sha256:HASH"/);
    expect(parse).not.toThrow(line);
  });

  test("refuses two keys of one name, and a file without any", () => {
    expect(() => parseKeys(`a sha256:${hash}\na sha256:${hash}`, "keys")).toThrow("two keys named a");
    const file = join(temporaryFolder(), "keys");
    writeFileSync(file, "# none\n", { mode: 0o600 });
    expect(() => readKeyFile(file)).toThrow("holds no key");
    expect(() => readKeyFile("/nowhere/keys")).toThrow("hermes key new --file /nowhere/keys");
  });

  test.each([
    [0o600, true],
    [0o400, true],
    [0o440, true],
    [0o644, false],
    [0o604, false],
    [0o620, false],
    [0o602, false],
  ])("of mode %o is read: %s", (mode, fits) => {
    const file = join(temporaryFolder(), "keys");
    writeFileSync(file, `a sha256:${hash}\n`);
    chmodSync(file, mode);
    if (fits) expect(readKeyFile(file)).toHaveLength(1);
    else expect(() => readKeyFile(file)).toThrow(`Keep it to yourself: chmod 600 ${file}`);
  });
});
