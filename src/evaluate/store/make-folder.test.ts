import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { makeFolder } from "./make-folder.ts";

function temporary(): string {
  const folder = mkdtempSync(join(tmpdir(), "hermes-folder-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

test("makes what is missing, also twice and at once", async () => {
  const folder = join(temporary(), "a", "b", "c");
  await Promise.all([makeFolder(folder), makeFolder(folder)]);
  await makeFolder(`${folder}/`);
  expect(statSync(folder).isDirectory()).toBe(true);
});

test("a file in the way is named", async () => {
  const folder = temporary();
  writeFileSync(join(folder, "file"), "");
  for (const path of [join(folder, "file"), join(folder, "file", "below")])
    await expect(makeFolder(path)).rejects.toMatchObject({ code: "usage", message: expect.stringContaining(path) });
});

test.skipIf(!existsSync("/proc/self"))("ends where nothing can be made (skipped: /proc missing)", async () => {
  await expect(makeFolder("/proc/hermes/run")).rejects.toMatchObject({ code: "usage" });
});
