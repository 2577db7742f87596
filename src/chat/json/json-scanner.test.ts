import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { JsonScanner } from "./json-scanner.ts";

function scanPieces(pieces: readonly string[]): JsonScanner & { readonly end: number } {
  const scanner = new JsonScanner();
  let end = 0;
  for (const piece of pieces) {
    const read = scanner.scan(piece, 0);
    end += read;
    if (read < piece.length) break;
  }
  return Object.assign(scanner, { end });
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

const crumbs = fc.array(
  fc.constantFrom(
    ...[
      "{",
      "}",
      "[",
      "]",
      ":",
      ",",
      '"',
      '"a"',
      '"a":',
      "\\",
      "\\u00e9",
      "\\n",
      "\\x",
      "u12",
      " ",
      "\n",
      "\u00a0",
      "x",
    ],
    ...["1", "0", "-", "-0", "01", "1.", ".5", "1.5", "e", "E+2", "true", "false", "null", "nul", "tru e", "NaN"],
  ),
  { maxLength: 14 },
);

describe("JsonScanner", () => {
  test("accepts exactly what JSON.parse accepts", () => {
    fc.assert(
      fc.property(crumbs, (pieces) => {
        const text = `{${pieces.join("")}}`;
        const scanner = scanPieces([text]);
        const valid = isJson(text);
        const accepted = scanner.status === "done" && scanner.end === text.length && !scanner.escapedControls;
        return accepted === valid;
      }),
      { seed: 3, numRuns: 8000 },
    );
  });

  test("accepts every object that JSON.stringify writes, with its members, in any pieces", () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.string(), fc.jsonValue()),
        fc.nat(3),
        fc.constantFrom(0, 2),
        (value, size, indent) => {
          const text = JSON.stringify(value, null, indent);
          const scanner = scanPieces(text.match(new RegExp(`[^]{1,${size + 1}}`, "g")) ?? []);
          expect(scanner.status).toBe("done");
          expect(scanner.text).toBe(text);
          const members = scanner.members.map(({ key, valueStart, valueEnd }) => [
            key,
            JSON.parse(text.slice(valueStart, valueEnd)),
          ]);
          expect(members).toEqual(Object.entries(JSON.parse(text) as object));
        },
      ),
      { seed: 4, numRuns: 400 },
    );
  });

  test.each([
    ["a raw line break", '{"a": "1\n2"}', '{"a": "1\\n2"}'],
    ["in a key", '{"a\tb": 1}', '{"a\\tb": 1}'],
    ["one without a short escape", '{"a": "\u0001"}', '{"a": "\\u0001"}'],
  ])("escapes control characters inside strings: %s", (_name, text, escaped) => {
    for (const pieces of [[text], text.split("")]) {
      const scanner = scanPieces(pieces);
      expect(scanner).toMatchObject({ status: "done", text: escaped, escapedControls: true });
    }
  });

  test.each([
    ["control characters outside strings", '{\u0001"a": 1}', 1],
    ["an escaped raw line break", '{"a": "\\\n"}', 8],
    ["a trailing comma", '{"a": 1,}', 8],
    ["a single quote", "{'a': 1}", 1],
    ["a comment", '{"a": /* no */ 1}', 6],
    ["a number that goes wrong", '{"a": 01}', 8],
    ["a bracket of the wrong kind", '{"a": [1}', 8],
  ])("fails at the first fault: %s", (_name, text, at) => {
    expect(scanPieces([text])).toMatchObject({ status: "failed", end: at });
  });
});
