import { join, posix, relative, win32 } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isHermesError } from "../../errors.ts";
import { checkFilePaths, isSafeFilePath } from "./safe-path.ts";

const safe = [
  "config.json",
  "a/b/c.safetensors",
  ".gitattributes",
  "..hidden",
  "model (1) #2 + ä.gguf",
  "日本語/モデル.json",
  "console.json",
  "com10.txt",
  "nullable",
  "a".repeat(255),
];

const unsafe: readonly [what: string, path: string][] = [
  ["nothing", ""],
  ["this folder", "."],
  ["the parent", ".."],
  ["a path through the parent", "a/../../b"],
  ["a hidden step up", "a/.."],
  ["an absolute path", "/etc/passwd"],
  ["a doubled slash", "a//b"],
  ["a slash at the end", "a/"],
  ["a backslash", "a\\b"],
  ["a step up with backslashes", "..\\..\\evil"],
  ["a drive", "C:evil"],
  ["a stream", "config.json:evil"],
  ["NUL", "config.json\0.txt"],
  ["a line break", "a\nb"],
  ["an escape sequence", "a\u001b[2Jb"],
  ["a device", "NUL"],
  ["a device with an extension", "a/con.json"],
  ["a numbered device", "COM1"],
  ["a device with a raised number", "lpt¹.txt"],
  ["a point at the end", "config.json."],
  ["a space at the end", "config.json "],
  ["a space first", " config.json"],
  ["a wildcard", "a*"],
  ["half a character", "a\ud800"],
  ["a name of 256 bytes", "a".repeat(256)],
  ["a name of 256 bytes in 128 characters", "ä".repeat(128)],
];

describe("a file path", () => {
  test.each(safe)("%s is safe", (path) => expect(isSafeFilePath(path)).toBe(true));
  test.each(unsafe)("with %s is not", (_what, path) => expect(isSafeFilePath(path)).toBe(false));

  test("that is safe stays in its folder, here and on Windows", () => {
    const piece = fc.constantFrom("..", ".", "/", "\\", "a", "C:", "b.txt", "", " ", "con", "\0");
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
        const path = pieces.join("");
        if (!isSafeFilePath(path)) return;
        expect(relative("/cache/model", join("/cache/model", path))).toBe(path);
        expect(posix.isAbsolute(path) || win32.isAbsolute(path)).toBe(false);
        const onWindows = win32.relative("D:\\cache", win32.resolve("D:\\cache", path));
        expect(onWindows).toBe(path.replaceAll("/", "\\"));
      }),
      { numRuns: 2_000, seed: 9 },
    );
  });
});

const clashes: readonly [what: string, paths: string[], message: RegExp][] = [
  ["one name in two cases", ["README.md", "readme.md"], /"README.md" and "readme.md", one file where case is ignored/],
  ["one name in two spellings", ["\u00e4.txt", "a\u0308.txt"], /one file where case is ignored/],
  ["a file and a folder", ["a", "b", "A/c"], /"a" as a file and as the folder of "A\/c"/],
];

describe("a list of paths is refused for", () => {
  test.each(clashes)("%s", (_what, paths, message) => {
    const error = catchError(() => checkFilePaths(paths, "http://hub/org/model"));
    expect(isHermesError(error, "hub-answer-invalid")).toBe(true);
    expect((error as Error).message).toMatch(message);
  });

  test("names that a message shows without their control characters", () => {
    const error = catchError(() => checkFilePaths(["a\u009b31m\u202e/../b"], "http://hub/org/model"));
    expect((error as Error).message).toMatch(/^[ -~]+$/);
  });

  test("nothing else", () => {
    expect(() => checkFilePaths([...safe, "a.txt", "ab.txt"], "http://hub/org/model")).not.toThrow();
  });
});

function catchError(action: () => void): unknown {
  try {
    action();
    return undefined;
  } catch (error) {
    return error;
  }
}
