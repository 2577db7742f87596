import { classEscapes, controlEscapes } from "./character-classes.ts";
import { type CodePointSet, invert, single } from "./code-point-set.ts";
import type { PatternReader } from "./pattern-reader.ts";
import { unicodeProperty } from "./unicode-property.ts";

/** Reads what follows a backslash, in a class or outside, apart from assertions and references. */
export function parseEscape(reader: PatternReader): CodePointSet {
  if (reader.atEnd) throw reader.invalid("a backslash with nothing behind it");
  const start = reader.position - 1;
  const codePoint = reader.takeCodePoint();
  const letter = String.fromCodePoint(codePoint);
  const set = classEscapes.get(letter);
  if (set !== undefined) return set;
  if (letter === "p" || letter === "P") return parseProperty(reader, start, letter === "P");
  return single(
    controlEscapes.get(letter) ?? parseCodePoint(reader, start, letter) ?? identity(reader, start, codePoint),
  );
}

function parseCodePoint(reader: PatternReader, start: number, letter: string): number | null {
  switch (letter) {
    case "x":
      return hexadecimal(reader, start, /([0-9a-f]{2})/iy, "\\x wants two hexadecimal digits");
    case "u":
      return parseUnicode(reader, start);
    case "c": {
      const control = reader.takeMatch(/[A-Za-z]/y);
      if (control === null) throw reader.invalid("\\c wants a letter", start);
      return control[0].charCodeAt(0) % 32;
    }
    case "0":
      if (reader.takeMatch(/\d/y) !== null) throw reader.invalid("an octal escape", start);
      return 0;
    default:
      return null;
  }
}

/** Two halves of a surrogate pair in a row are one code point, as under the flag `u`. */
function parseUnicode(reader: PatternReader, start: number): number {
  const pair = reader.takeMatch(/(d[89ab][0-9a-f]{2})\\u(d[c-f][0-9a-f]{2})/iy);
  if (pair !== null) {
    return String.fromCharCode(Number.parseInt(pair[1]!, 16), Number.parseInt(pair[2]!, 16)).codePointAt(0)!;
  }
  if (!reader.startsWith("{"))
    return hexadecimal(reader, start, /([0-9a-f]{4})/iy, "\\u wants four hexadecimal digits");
  const codePoint = hexadecimal(reader, start, /\{([0-9a-f]+)\}/iy, "\\u{…} wants hexadecimal digits");
  if (codePoint > 0x10ffff) throw reader.invalid("a code point above 10FFFF", start);
  return codePoint;
}

function hexadecimal(reader: PatternReader, start: number, shape: RegExp, complaint: string): number {
  const match = reader.takeMatch(shape);
  if (match === null) throw reader.invalid(complaint, start);
  return Number.parseInt(match[1]!, 16);
}

function parseProperty(reader: PatternReader, start: number, isNegated: boolean): CodePointSet {
  const name = reader.takeMatch(/\{([\w=]+)\}/y)?.[1];
  const set = name === undefined ? null : unicodeProperty(name);
  if (set === null) throw reader.invalid(`no Unicode property (${name ?? "without braces"})`, start);
  return isNegated ? invert(set) : set;
}

/**
 * Signs stand for themselves behind a backslash, also those that need none: schemas are full of `\-` and `\_`. Letters and digits do
 * not: they mean something in one dialect or another (`\Z`, `\a`), and a guess would be wrong for somebody.
 */
function identity(reader: PatternReader, start: number, codePoint: number): number {
  const letter = String.fromCodePoint(codePoint);
  if (/[A-Za-z0-9]/.test(letter)) throw reader.invalid(`\\${letter} means nothing in ECMAScript`, start);
  return codePoint;
}
