import { spawnSync } from "node:child_process";
import { existsSync, openSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";

const entry = fileURLToPath(new URL("../../tools/hermes.ts", import.meta.url));

describe("standard output of a process", () => {
  test.skipIf(!existsSync("/dev/full"))("a full disk is told in one line and ends with 1", () => {
    const stdio = ["ignore", openSync("/dev/full", "w"), "pipe"] as const;
    const { status, stderr } = spawnSync(process.execPath, [entry, "--help"], { stdio: [...stdio], encoding: "utf8" });
    expect(stderr).toMatch(/^hermes: the output could not be written: ENOSPC.*\n$/);
    expect(status).toBe(1);
  });

  test.skipIf(process.platform === "win32")("a reader that goes away ends it quietly", () => {
    const script = `{ "${process.execPath}" "${entry}" --help; echo "ends with $?" >&2; } | true`;
    expect(spawnSync("sh", ["-c", script], { encoding: "utf8" }).stderr).toBe("ends with 0\n");
  });
});
