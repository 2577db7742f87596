import { truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { ErrorCode } from "../../errors.ts";
import { hermesErrorOf, safetensorsBytes, temporaryFolder } from "../test-files.ts";
import { MAX_HEADER_BYTES } from "./header.ts";
import { openSafetensors } from "./open-safetensors.ts";

function writeFile(bytes: Uint8Array): string {
  const path = join(temporaryFolder(), "x.safetensors");
  writeFileSync(path, bytes);
  return path;
}

const lengthPrefix = (length: bigint, rest = 0) => {
  const bytes = new Uint8Array(8 + rest);
  new DataView(bytes.buffer).setBigUint64(0, length, true);
  return bytes;
};
const entry = (dtype: string, shape: unknown, from: unknown, to: unknown) => ({
  dtype,
  shape,
  data_offsets: [from, to],
});

describe("a sound file", () => {
  const header = {
    __metadata__: { format: "pt" },
    b: entry("F32", [2], 8, 16),
    a: entry("U8", [2, 2], 0, 4),
    empty: entry("F32", [0, 5], 2, 2),
    scalar: entry("BF16", [], 16, 18),
  };

  test("lists tensors and metadata; holes and trailing bytes are tolerated", () => {
    const file = openSafetensors(writeFile(safetensorsBytes(header, 24)));
    expect([...file.tensors.keys()].sort()).toEqual(["a", "b", "empty", "scalar"]);
    expect(file.tensors.get("a")).toMatchObject({ dtype: "U8", shape: [2, 2], byteLength: 4 });
    expect(file.metadata).toEqual({ format: "pt" });
    file.dispose();
  });

  test("reads any range straight into shared memory", () => {
    const file = openSafetensors(writeFile(safetensorsBytes(header, 24)));
    const target = new Uint8Array(new SharedArrayBuffer(16), 5, 4);
    file.tensors.get("b")!.read(target, 2, 3);
    expect([...target]).toEqual([10, 11, 12, 0]);
    file.dispose();
  });

  test.each([
    ["past the end", 5, 4, 8],
    ["a negative offset", -1, 2, 8],
    ["a fraction", 0.5, 1, 8],
    ["more than the target holds", 0, 8, 7],
  ])("refuses to read %s", (_, byteOffset, byteLength, targetLength) => {
    const file = openSafetensors(writeFile(safetensorsBytes(header, 24)));
    const view = file.tensors.get("b")!;
    const error = hermesErrorOf(() => view.read(new Uint8Array(targetLength), byteOffset, byteLength));
    expect(error.code).toBe("usage");
    file.dispose();
  });

  test("a file that shrinks after opening is named with tensor and offset", () => {
    const bytes = safetensorsBytes(header, 24);
    const path = writeFile(bytes);
    const file = openSafetensors(path);
    truncateSync(path, bytes.length - 12);
    const error = hermesErrorOf(() => file.tensors.get("b")!.read(new Uint8Array(8), 0, 8));
    expect(error.code).toBe("file-invalid");
    expect(error.facts).toEqual({ path, tensor: "b", offset: bytes.length - 12 });
    file.dispose();
  });

  test("disposing twice is harmless, reading after it is an error", () => {
    const file = openSafetensors(writeFile(safetensorsBytes(header, 24)));
    file.dispose();
    file.dispose();
    expect(hermesErrorOf(() => file.tensors.get("a")!.read(new Uint8Array(4), 0, 4)).code).toBe("disposed");
  });
});

/** Name, bytes, expected code, expected words in the message, expected tensor. */
const hostile: readonly (readonly [string, Uint8Array, ErrorCode, RegExp, string?])[] = [
  ["an empty file", new Uint8Array(0), "file-invalid", /0 bytes in all/],
  ["seven bytes", new Uint8Array(7), "file-invalid", /7 bytes in all/],
  ["a web page", Buffer.from("<!DOCTYPE html><html>Sign in</html>"), "file-invalid", /begins with "<!DOCTYP", as text/],
  ["a note of git LFS", Buffer.from("version https://git-lfs.github.com/spec/v1\n"), "file-invalid", /"version "/],
  ["a header length above 2^63", lengthPrefix(2n ** 64n - 1n), "file-invalid", /at most/],
  ["a header just over the limit", lengthPrefix(BigInt(MAX_HEADER_BYTES) + 1n), "file-invalid", /at most/],
  ["a header longer than the file", lengthPrefix(20n, 19), "file-invalid", /claims 20 bytes/],
  ["a header of length 0", lengthPrefix(0n), "file-invalid", /expected JSON/],
  ["no JSON", safetensorsBytes("{nope"), "file-invalid", /expected JSON at byte 8/],
  ["broken UTF-8", safetensorsBytes("{}").fill(0xff, 8), "file-invalid", /expected JSON/],
  ["an array", safetensorsBytes("[]"), "file-invalid", /JSON object/],
  ["deep nesting", safetensorsBytes(`${"[".repeat(1e5)}${"]".repeat(1e5)}`), "file-invalid", /JSON/],
  ["a repeated tensor", safetensorsBytes('{"a":{},"\\u0061":{}}'), "file-invalid", /"a" stands twice/],
  ["a repeated field", safetensorsBytes('{"a":{"dtype":"U8","dtype":"U8"}}'), "file-invalid", /"dtype" stands twice/],
  ["metadata that is not strings", safetensorsBytes({ __metadata__: { a: 1 } }), "file-invalid", /object of strings/],
  ["an entry that is null", safetensorsBytes({ t: null }), "file-invalid", /expected an object/, "t"],
  ["no dtype", safetensorsBytes({ t: { shape: [], data_offsets: [0, 0] } }), "unsupported", /dtype/],
  ["an unknown dtype", safetensorsBytes({ t: entry("F8_E4M3FNUZ", [1], 0, 1) }, 1), "unsupported", /F8_E4M3FNUZ/],
  ["a dtype of Object.prototype", safetensorsBytes({ t: entry("toString", [1], 0, 1) }, 1), "unsupported", /toString/],
  ["a negative dimension", safetensorsBytes({ t: entry("U8", [-1], 0, 1) }, 1), "file-invalid", /shape/, "t"],
  ["a fractional dimension", safetensorsBytes({ t: entry("U8", [0.5], 0, 1) }, 1), "file-invalid", /shape/, "t"],
  [
    "nine dimensions",
    safetensorsBytes({ t: entry("U8", Array(9).fill(1), 0, 1) }, 1),
    "file-invalid",
    /at most 8/,
    "t",
  ],
  [
    "a shape that overflows",
    safetensorsBytes({ t: entry("U8", Array(8).fill(2 ** 53 - 1), 0, 1) }, 1),
    "file-invalid",
    /takes/,
    "t",
  ],
  ["offsets out of order", safetensorsBytes({ t: entry("U8", [1], 2, 1) }, 4), "file-invalid", /outside/, "t"],
  [
    "an end outside the file",
    safetensorsBytes({ t: entry("U8", [4], 0, 4) }, 3),
    "file-invalid",
    /outside the 3 bytes/,
    "t",
  ],
  [
    "three offsets",
    safetensorsBytes({ t: { dtype: "U8", shape: [1], data_offsets: [0, 1, 1] } }, 1),
    "file-invalid",
    /two whole/,
    "t",
  ],
  ["offsets as strings", safetensorsBytes({ t: entry("U8", [1], "0", "1") }, 1), "file-invalid", /two whole/, "t"],
  [
    "a length unlike shape times dtype",
    safetensorsBytes({ t: entry("F32", [1], 0, 3) }, 3),
    "file-invalid",
    /takes 4 bytes/,
    "t",
  ],
  [
    "two tensors that share a byte",
    safetensorsBytes({ t: entry("U8", [2], 1, 3), s: entry("U8", [2], 0, 2) }, 3),
    "file-invalid",
    /"t" overlaps "s"/,
    "t",
  ],
  ["an empty name", safetensorsBytes({ "": entry("U8", [1], 0, 1) }, 1), "file-invalid", /name of 1 to/, ""],
  ["a name that steers a terminal", safetensorsBytes({ "\u001b[2J": {} }), "file-invalid", /\\u001b\[2J/, "\u001b[2J"],
  [
    "a name of a thousand characters",
    safetensorsBytes({ ["n".repeat(1000)]: {} }),
    "file-invalid",
    /n\.\.\."/,
    "n".repeat(1000),
  ],
  ["the name __proto__ with nothing in it", safetensorsBytes('{"__proto__":{}}'), "unsupported", /__proto__/],
];

describe("a hostile file is refused with file, tensor and offset", () => {
  const cases = hostile.map(([name, bytes, code, words, tensor]) => ({ name, bytes, code, words, tensor }));
  test.each(cases)("$name", ({ bytes, code, words, tensor }) => {
    const path = writeFile(bytes);
    const error = hermesErrorOf(() => openSafetensors(path));
    expect(error.code).toBe(code);
    expect(error.message).toMatch(words);
    expect(error.message).toContain(path);
    if (code !== "file-invalid") return;
    expect(error.facts).toMatchObject({ path, ...(tensor === undefined ? {} : { tensor }) });
    expect(error.facts).toHaveProperty("offset");
  });

  test("a missing file and a folder are told apart from broken ones", () => {
    const folder = temporaryFolder();
    expect(hermesErrorOf(() => openSafetensors(join(folder, "none"))).code).toBe("file-missing");
    expect(hermesErrorOf(() => openSafetensors(folder)).code).toBe("file-missing");
  });
});
