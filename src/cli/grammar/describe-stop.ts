import type { FeedStop } from "./feed-tokens.ts";

/** Where a text left its grammar, for people. `text` is all of it. */
export function describeStop(text: string, stop: FeedStop, isJson: boolean): string {
  const bytes = new TextEncoder().encode(text);
  const decode = (start: number, end: number) => JSON.stringify(new TextDecoder().decode(bytes.slice(start, end)));
  const before = decode(Math.max(0, stop.offset - AROUND), stop.offset);
  const found = stop.offset < bytes.length ? decode(stop.offset, stop.offset + AROUND) : "the end";
  return `at byte ${stop.offset}, behind ${before}: found ${found}, expected ${describeExpected(text, stop, isJson)}`;
}

/** What may come, in a few words: in JSON by what begins so. `text` is all of it. */
export function describeExpected(text: string, { offset, allowedBytes, mayEnd }: FeedStop, isJson: boolean): string {
  const allowed = new Set(allowedBytes);
  const isString = isJson && isInsideString(new TextEncoder().encode(text).subarray(0, offset));
  const isText = isString && TEXT_SAMPLE.every((byte) => allowed.has(byte));
  const words = WORDS.filter(([bytes]) => [...bytes].some((character) => allowed.has(character.charCodeAt(0)))).map(
    ([, word]) => word,
  );
  const bytes = describeBytes(allowedBytes);
  const isWord = isJson && !isString && words.length > 0;
  const expected = isText ? ["any text"] : isWord ? words : bytes === "" ? [] : [bytes];
  return [...expected, ...(mayEnd ? ["the end"] : [])].join(" or ") || "nothing";
}

/** Of a beginning of JSON: there letters are letters, and begin no word. */
function isInsideString(beginning: Uint8Array): boolean {
  let isInside = false;
  for (let at = 0; at < beginning.length; at++) {
    if (beginning[at] === QUOTE) isInside = !isInside;
    else if (beginning[at] === BACKSLASH) at++;
  }
  return isInside;
}

/** Runs of neighbours as ranges: `"0"-"9"`. */
export function describeBytes(bytes: readonly number[]): string {
  const runs: [number, number][] = [];
  for (const byte of bytes) {
    const last = runs.at(-1);
    if (last !== undefined && last[1] === byte - 1) last[1] = byte;
    else runs.push([byte, byte]);
  }
  const shown = runs
    .slice(0, SHOWN_RUNS)
    .map(([low, high]) => (low === high ? spell(low) : `${spell(low)}-${spell(high)}`));
  return [...shown, ...(runs.length > SHOWN_RUNS ? ["…"] : [])].join(" ");
}

function spell(byte: number): string {
  return byte > 0x20 && byte < 0x7f
    ? JSON.stringify(String.fromCharCode(byte))
    : `0x${byte.toString(16).padStart(2, "0")}`;
}

const WORDS: readonly (readonly [bytes: string, word: string])[] = [
  ['"', "a quote"],
  ["{", "an object"],
  ["[", "an array"],
  ["-0123456789", "a number"],
  ["tf", "true or false"],
  ["n", "null"],
  [":", "a colon"],
  [",", "a comma"],
  ["}", "the end of the object"],
  ["]", "the end of the array"],
];
const TEXT_SAMPLE = [..."azAZ !"].map((character) => character.charCodeAt(0));
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const AROUND = 30;
const SHOWN_RUNS = 16;
