import { type CodePointSet, codePointSet, everyCodePoint, invert } from "../regex/index.ts";
import type { Expression } from "./grammar-model.ts";
import type { GrammarReader } from "./grammar-reader.ts";

/** Escapes of one letter; the others stand for themselves. */
const LETTERS: Readonly<Record<string, number>> = {
  n: 0x0a,
  r: 0x0d,
  t: 0x09,
  b: 0x08,
  f: 0x0c,
  v: 0x0b,
  a: 0x07,
  e: 0x1b,
  "0": 0,
};
const SIGNS = new Set([
  '"',
  "'",
  "\\",
  "/",
  "[",
  "]",
  "(",
  ")",
  "{",
  "}",
  "-",
  "^",
  "$",
  "?",
  "*",
  "+",
  "|",
  ".",
  "<",
  ">",
  "&",
  "#",
]);
const HEXADECIMAL: Readonly<Record<string, RegExp>> = {
  x: /[0-9A-Fa-f]{2}/y,
  u: /[0-9A-Fa-f]{4}/y,
  U: /[0-9A-Fa-f]{8}/y,
};
const BRACED = /\{[0-9A-Fa-f]{1,6}\}/y;

const LAST_CODE_POINT = 0x10ffff;

/** A text in quotes; the reader stands at the first. */
export function parseLiteral(reader: GrammarReader): Expression {
  const start = reader.position;
  reader.position++;
  let text = "";
  while (!reader.take('"')) {
    const at = reader.position;
    if (reader.atEnd || reader.atLineBreak) throw reader.invalid('a string without its closing "', start);
    const codePoint = takeCharacter(reader);
    if (isSurrogate(codePoint))
      throw reader.invalid("half a character in a string; spell it whole, as in \\U0001F600,", at);
    text += String.fromCodePoint(codePoint);
  }
  return { type: "literal", text };
}

/** A class in brackets; the reader stands at the first. */
export function parseClass(reader: GrammarReader): Expression {
  const start = reader.position;
  reader.position++;
  const isInverted = reader.take("^");
  const ranges: [number, number][] = [];
  while (!reader.take("]")) {
    if (reader.atEnd || reader.atLineBreak) throw reader.invalid("a class without its closing ]", start);
    ranges.push(parseRange(reader));
  }
  const set = codePointSet(ranges);
  return { type: "class", set: isInverted ? invert(set) : set };
}

export const anyCharacter: Expression = { type: "class", set: everyCodePoint satisfies CodePointSet };

function parseRange(reader: GrammarReader): [number, number] {
  const at = reader.position;
  const first = takeCharacter(reader);
  const isRange = reader.sign === "-" && reader.text.charAt(reader.position + 1) !== "]";
  if (!isRange) return [first, first];
  reader.position++;
  if (reader.atEnd || reader.atLineBreak) throw reader.invalid("a class without its closing ]");
  const last = takeCharacter(reader);
  if (last < first) throw reader.invalid("a range whose end lies before its beginning", at);
  return [first, last];
}

function takeCharacter(reader: GrammarReader): number {
  const at = reader.position;
  if (!reader.take("\\")) return reader.takeCodePoint();
  const letter = reader.sign;
  reader.position++;
  if (SIGNS.has(letter)) return letter.charCodeAt(0);
  if (Object.hasOwn(LETTERS, letter)) return LETTERS[letter]!;
  const digits = takeDigits(reader, letter);
  if (digits === null) {
    const expected = "expected \\n, \\r, \\t, \\xHH, \\uHHHH, \\UHHHHHHHH or an escaped sign";
    throw reader.invalid(`an unknown escape ${JSON.stringify(`\\${letter}`)} (${expected})`, at);
  }
  const codePoint = Number.parseInt(digits, 16);
  if (codePoint > LAST_CODE_POINT) throw reader.invalid("an escape behind the last character of Unicode", at);
  return codePoint;
}

function takeDigits(reader: GrammarReader, letter: string): string | null {
  const braced = letter === "u" ? reader.takeMatch(BRACED) : null;
  if (braced !== null) return braced[0].slice(1, -1);
  return Object.hasOwn(HEXADECIMAL, letter) ? (reader.takeMatch(HEXADECIMAL[letter]!)?.[0] ?? null) : null;
}

function isSurrogate(codePoint: number): boolean {
  return codePoint >= 0xd800 && codePoint <= 0xdfff;
}
