import { type CodePointSet, codePointSet, invert, rangesOf, single } from "./code-point-set.ts";
import { parseEscape } from "./parse-escape.ts";
import type { PatternReader } from "./pattern-reader.ts";

/** Reads a class behind its `[`. */
export function parseClass(reader: PatternReader): CodePointSet {
  const start = reader.position - 1;
  const isNegated = reader.take("^");
  const ranges: [number, number][] = [];
  while (!reader.take("]")) {
    if (reader.atEnd) throw reader.invalid("a class without its ]", start);
    ranges.push(...parseMembers(reader));
  }
  const set = codePointSet(ranges);
  return isNegated ? invert(set) : set;
}

/** One member or one range. A hyphen beside a class such as `\w`, which can begin no range, stands for itself. */
function parseMembers(reader: PatternReader): [number, number][] {
  const start = reader.position;
  const from = parseMember(reader);
  if (!reader.startsWith("-") || reader.startsWith("-]")) return rangesOf(from.set);
  reader.take("-");
  if (reader.atEnd) throw reader.invalid("a class without its ]", start);
  const to = parseMember(reader);
  if (from.isClass || to.isClass) return [...rangesOf(from.set), [HYPHEN, HYPHEN], ...rangesOf(to.set)];
  const [first, last] = [from.set[0]!, to.set[0]!];
  if (first > last) throw reader.invalid("a range that ends before it begins", start);
  return [[first, last]];
}

const HYPHEN = 0x2d;
const BACKSPACE = 0x08;

interface Member {
  readonly set: CodePointSet;
  readonly isClass: boolean;
}

function parseMember(reader: PatternReader): Member {
  if (!reader.take("\\")) return { set: single(reader.takeCodePoint()), isClass: false };
  if (reader.take("b")) return { set: single(BACKSPACE), isClass: false };
  const isClass = "dDwWsSpP".includes(reader.text[reader.position] ?? "-");
  return { set: parseEscape(reader), isClass };
}
