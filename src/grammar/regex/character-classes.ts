import { type CodePointSet, codePointSet, invert } from "./code-point-set.ts";

const digits: CodePointSet = [0x30, 0x39];
const wordCharacters: CodePointSet = [0x30, 0x39, 0x41, 0x5a, 0x5f, 0x5f, 0x61, 0x7a];
const lineTerminators: CodePointSet = [0x0a, 0x0a, 0x0d, 0x0d, 0x2028, 0x2029];
/** WhiteSpace and LineTerminator of ECMA-262: the space separators of Unicode, the byte order mark and ASCII's. */
const whitespace: CodePointSet = codePointSet([
  [0x09, 0x0d],
  [0x20, 0x20],
  [0xa0, 0xa0],
  [0x1680, 0x1680],
  [0x2000, 0x200a],
  [0x2028, 0x2029],
  [0x202f, 0x202f],
  [0x205f, 0x205f],
  [0x3000, 0x3000],
  [0xfeff, 0xfeff],
]);

/** What `.` stands for without the flag `s`. */
export const anyButLineTerminators = invert(lineTerminators);

/** The sets of `\d \D \w \W \s \S`, by letter. */
export const classEscapes: ReadonlyMap<string, CodePointSet> = new Map([
  ["d", digits],
  ["D", invert(digits)],
  ["w", wordCharacters],
  ["W", invert(wordCharacters)],
  ["s", whitespace],
  ["S", invert(whitespace)],
]);

/** The code points of `\t \n \v \f \r`, by letter. */
export const controlEscapes: ReadonlyMap<string, number> = new Map([
  ["t", 0x09],
  ["n", 0x0a],
  ["v", 0x0b],
  ["f", 0x0c],
  ["r", 0x0d],
]);
