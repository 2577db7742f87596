import { type CodePointSet, codePointSet, LAST_CODE_POINT, rangesOf } from "./code-point-set.ts";

/** A memo of what the runtime's Unicode tables say: the same for ever, and one entry a spelling of a property that exists. */
const known = new Map<string, CodePointSet>();

/**
 * The code points of `\p{expression}` as the runtime's own tables have them ("L", "Letter", "Script=Greek", "Alphabetic" …); null for
 * what is no property. Some 30 ms for each property, once.
 */
export function unicodeProperty(expression: string): CodePointSet | null {
  const remembered = known.get(expression);
  if (remembered !== undefined) return remembered;
  if (!/^\w+(=\w+)?$/.test(expression)) return null;
  const runs = runsOf(expression);
  if (runs === null) return null;
  const set = scan(runs);
  known.set(expression, set);
  return set;
}

/** Finds runs of characters with the property; the name holds word characters only, so this is no pattern of a stranger. */
function runsOf(expression: string): RegExp | null {
  try {
    return new RegExp(`\\p{${expression}}+`, "gu");
  } catch {
    return null;
  }
}

const PLANE = 0x10000;
/** Planes that hold characters. The others hold none or are private throughout, so one of their code points speaks for all. */
const planesWithCharacters: ReadonlySet<number> = new Set([0, 1, 2, 3, 14]);

function scan(runs: RegExp): CodePointSet {
  const found: [number, number][] = [];
  for (let first = 0; first <= LAST_CODE_POINT; first += PLANE) {
    const segments = planesWithCharacters.has(first / PLANE) ? segmentsOf(first) : [];
    for (const segment of segments) found.push(...scanText(runs, ...segment));
    if (segments.length === 0) found.push(...scanUniformPlane(runs, first));
  }
  found.push(...scanSurrogates(runs));
  return codePointSet(found);
}

function segmentsOf(first: number): [first: number, last: number][] {
  if (first > 0) return [[first, first + PLANE - 1]];
  return rangesOf([0, 0xd7ff, 0xe000, 0xffff]);
}

/** One pass of the runtime's expression over the text of a segment is far cheaper than a test for each character. */
function* scanText(runs: RegExp, first: number, last: number): Generator<[number, number]> {
  const unitsEach = first >= PLANE ? 2 : 1;
  for (const run of textOf(first, last).matchAll(runs)) {
    const from = first + run.index / unitsEach;
    yield [from, from + run[0].length / unitsEach - 1];
  }
}

/** The last two code points of a plane are no characters, whatever the rest is. */
function* scanUniformPlane(runs: RegExp, first: number): Generator<[number, number]> {
  const last = first + PLANE - 1;
  for (const _ of scanText(runs, first, first)) yield [first, last - 2];
  yield* scanText(runs, last - 1, last);
}

/** A surrogate on its own; no property tells two of them apart. */
function* scanSurrogates(runs: RegExp): Generator<[number, number]> {
  for (const _ of scanText(runs, 0xd800, 0xd800)) yield [0xd800, 0xdfff];
}

/** All characters from `first` to `last`, which lie in one plane. */
function textOf(first: number, last: number): string {
  const units: number[] = [];
  for (let codePoint = first; codePoint <= last; codePoint++) {
    if (codePoint >= PLANE) units.push(0xd7c0 + (codePoint >> 10), 0xdc00 + (codePoint & 0x3ff));
    else units.push(codePoint);
  }
  let text = "";
  for (let from = 0; from < units.length; from += CHUNK) {
    text += String.fromCharCode(...units.slice(from, from + CHUNK));
  }
  return text;
}

/** Arguments of one call. */
const CHUNK = 8192;
