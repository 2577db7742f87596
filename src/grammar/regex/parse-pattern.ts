import { anyButLineTerminators } from "./character-classes.ts";
import { single } from "./code-point-set.ts";
import { nowhere, overLimit, type PatternPlace } from "./fail.ts";
import { MAX_GROUP_DEPTH, MAX_PATTERN_LENGTH, MAX_REPEAT } from "./limits.ts";
import { parseClass } from "./parse-class.ts";
import { parseEscape } from "./parse-escape.ts";
import { PatternReader } from "./pattern-reader.ts";
import type { PatternNode } from "./pattern-syntax.ts";

/**
 * Reads a regular expression of ECMAScript as under the flag `u`, with what Annex B adds where it can mean only one thing: a lone `]`,
 * `{` or `}`, a hyphen beside a class, and a backslash before any sign. Throws HermesError: "schema-invalid" for what is no pattern,
 * "schema-unsupported" for look-around, word boundaries, references and flags in the pattern, "grammar-limit" for sizes.
 */
export function parsePattern(pattern: string, place: PatternPlace = nowhere): PatternNode {
  if (pattern.length > MAX_PATTERN_LENGTH) throw overLimit("length of a pattern", MAX_PATTERN_LENGTH);
  const reader = new PatternReader(pattern, place);
  const node = parseChoice(reader, 0);
  if (!reader.atEnd) throw reader.invalid("a ) without its (");
  return node;
}

function parseChoice(reader: PatternReader, depth: number): PatternNode {
  if (depth > MAX_GROUP_DEPTH) throw overLimit("groups inside groups", MAX_GROUP_DEPTH);
  const options = [parseSequence(reader, depth)];
  while (reader.take("|")) options.push(parseSequence(reader, depth));
  return options.length === 1 ? options[0]! : { kind: "choice", options };
}

function parseSequence(reader: PatternReader, depth: number): PatternNode {
  const items: PatternNode[] = [];
  while (!reader.atEnd && reader.sign !== "|" && reader.sign !== ")") {
    const isRepeatable = reader.sign !== "^" && reader.sign !== "$";
    const item = parseItem(reader, depth);
    items.push(isRepeatable ? parseRepeat(reader, item) : item);
  }
  return items.length === 1 ? items[0]! : { kind: "sequence", items };
}

function parseItem(reader: PatternReader, depth: number): PatternNode {
  const { sign } = reader;
  if (!specialSigns.has(sign)) return { kind: "set", set: single(reader.takeCodePoint()) };
  refuseStray(reader);
  reader.take(sign);
  switch (sign) {
    case "^":
      return { kind: "start" };
    case "$":
      return { kind: "end" };
    case "(":
      return parseGroup(reader, depth);
    case "[":
      return { kind: "set", set: parseClass(reader) };
    case ".":
      return { kind: "set", set: anyButLineTerminators };
    case "\\":
      return parseBackslash(reader);
    default:
      return { kind: "set", set: single(sign.charCodeAt(0)) };
  }
}

const specialSigns: ReadonlySet<string> = new Set("^$([.\\*+?{]");
const repeatingSigns: ReadonlySet<string> = new Set("*+?{");

/** Signs that mean something elsewhere only. */
function refuseStray(reader: PatternReader): void {
  if (reader.takeMatch(/[*+?]|\{\d+(,\d*)?\}/y) !== null) throw reader.invalid("nothing to repeat before here");
  if (reader.startsWith("{,")) throw reader.invalid("a repetition without its least number");
  if (reader.sign === "]" && /\[:\w+:\]/.test(reader.text)) throw reader.invalid("a class in the manner of POSIX");
}

const lookArounds: readonly (readonly [opening: string, name: string])[] = [
  ["(?=", "a look-ahead (?=…)"],
  ["(?!", "a negative look-ahead (?!…)"],
  ["(?<=", "a look-behind (?<=…)"],
  ["(?<!", "a negative look-behind (?<!…)"],
];

const groupName = /\?<[\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*>/uy;

function parseGroup(reader: PatternReader, depth: number): PatternNode {
  const start = reader.position - 1;
  const lookAround = lookArounds.find(([opening]) => reader.text.startsWith(opening, start));
  if (lookAround !== undefined) throw reader.unsupported(lookAround[1], start);
  const flags = reader.takeMatch(/\?([ims]*(?:-[ims]*)?):/y)?.[1];
  if (flags !== undefined && flags !== "") throw reader.unsupported("flags in the pattern (?i:…)", start);
  if (flags === undefined && reader.startsWith("?") && reader.takeMatch(groupName) === null) {
    throw reader.invalid("a group that begins with (? in a way ECMAScript does not know", start);
  }
  const node = parseChoice(reader, depth + 1);
  if (!reader.take(")")) throw reader.invalid("a ( without its )", start);
  return node;
}

function parseBackslash(reader: PatternReader): PatternNode {
  const start = reader.position - 1;
  if (reader.takeMatch(/[bB]/y) !== null) throw reader.unsupported("a word boundary", start);
  if (reader.takeMatch(/[1-9]|k</y) !== null) throw reader.unsupported("a reference to a group", start);
  return { kind: "set", set: parseEscape(reader) };
}

/** Lazy repetitions match the same strings as greedy ones. */
function parseRepeat(reader: PatternReader, item: PatternNode): PatternNode {
  if (!repeatingSigns.has(reader.sign)) return item;
  const quantifier = reader.takeMatch(/(?:([*+?])|\{(\d+)(?:(,)(\d*))?\})\??/y);
  if (quantifier === null) return item;
  const [, sign, least, comma, most] = quantifier;
  if (sign !== undefined) return { kind: "repeat", item, min: sign === "+" ? 1 : 0, max: sign === "?" ? 1 : null };
  const min = Number(least);
  const max = comma === undefined ? min : most === "" ? null : Number(most);
  if (max !== null && max < min) throw reader.invalid("a repetition whose most is less than its least");
  if (Math.max(min, max ?? 0) > MAX_REPEAT) throw overLimit("number of repetitions", MAX_REPEAT);
  return { kind: "repeat", item, min, max };
}
