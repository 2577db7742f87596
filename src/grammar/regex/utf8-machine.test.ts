import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ByteMachine } from "../contract.ts";
import { choiceMachine } from "./choice-machine.ts";
import type { Language } from "./class-machine.ts";
import { anyLanguage, complement, intersection, patternLanguage, wholeMatchLanguage } from "./languages.ts";
import { lengthLanguage } from "./length-machine.ts";
import { matches } from "./matches.ts";
import { patternsOf } from "./testing/random-patterns.ts";
import { utf8Machine } from "./utf8-machine.ts";

const settings = { seed: 8, numRuns: 400 };

/** The state behind bytes; -1 where they lead out of the language. */
function run(machine: ByteMachine | null, bytes: Iterable<number>): number {
  let state = machine === null ? -1 : machine.start;
  for (const byte of bytes) {
    if (state === -1) return -1;
    state = machine!.next(state, byte);
  }
  return state;
}

function accepts(machine: ByteMachine | null, bytes: Uint8Array): boolean {
  const state = run(machine, bytes);
  return state !== -1 && machine!.isAccepting(state);
}

/** Some word behind a state, found by trying all bytes, least first; null where none of up to `length` bytes is found. */
function findWord(machine: ByteMachine, start: number, length: number): number[] | null {
  let layer = [{ state: start, word: [] as number[] }];
  const seen = new Set([start]);
  for (let depth = 0; depth <= length; depth++) {
    const found = layer.find(({ state }) => machine.isAccepting(state));
    if (found !== undefined) return found.word;
    const behind: typeof layer = [];
    for (const { state, word } of layer) {
      for (let byte = 0; byte < 256; byte++) {
        const next = machine.next(state, byte);
        if (next === -1 || seen.has(next)) continue;
        seen.add(next);
        behind.push({ state: next, word: [...word, byte] });
      }
    }
    layer = behind;
  }
  return null;
}

const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

function isUtf8(bytes: Uint8Array): boolean {
  try {
    decoder.decode(bytes);
    return true;
  } catch {
    return false;
  }
}

/** Bytes near the borders of the forms of UTF-8. */
const edgeBytes = [
  0x00, 0x41, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xc1, 0xc2, 0xdf, 0xe0, 0xe1, 0xed, 0xee, 0xef,
];
const bytesArbitrary = fc
  .array(fc.constantFrom(...edgeBytes, 0xf0, 0xf1, 0xf4, 0xf5, 0xf8, 0xff), { maxLength: 6 })
  .map((bytes) => Uint8Array.from(bytes));

describe("a machine over UTF-8", () => {
  it("takes all well-formed bytes and no others where every string belongs", () => {
    const machine = utf8Machine(anyLanguage());
    fc.assert(
      fc.property(bytesArbitrary, (bytes) => {
        expect(accepts(machine, bytes)).toBe(isUtf8(bytes));
      }),
      { ...settings, numRuns: 3000 },
    );
  });

  it("takes the encodings of the language's words", () => {
    const text = fc.array(fc.constantFrom("a", "b", "1", "é", "ߐ", "€", "😀", "😂", "\u{10ffff}"), { maxLength: 5 });
    fc.assert(
      fc.property(patternsOf(2), text, (pattern, parts) => {
        const language = patternLanguage(pattern);
        const bytes = new TextEncoder().encode(parts.join(""));
        expect(accepts(utf8Machine(language), bytes)).toBe(matches(language, parts.join("")));
      }),
      settings,
    );
  });

  it("has a word behind every state", () => {
    fc.assert(
      fc.property(patternsOf(1), fc.array(fc.nat(255), { maxLength: 8 }), (pattern, choices) => {
        const machine = utf8Machine(wholeMatchLanguage(pattern));
        if (machine === null) return;
        let state = machine.start;
        for (const choice of choices) {
          const open = Array.from({ length: 256 }, (_, byte) => machine.next(state, byte)).filter(
            (next) => next !== -1,
          );
          if (open.length > 0) state = open[choice % open.length]!;
        }
        expect(findWord(machine, state, 60)).not.toBeNull();
      }),
      { ...settings, numRuns: 60 },
    );
  });

  const nothingToEncode: readonly [string, Language][] = [
    ["no string", null],
    ["a lone surrogate", wholeMatchLanguage("a\\ud83d")],
    [
      "a lone surrogate that only a length asks for",
      intersection([wholeMatchLanguage("a|bc\\udc00"), lengthLanguage(3, 3)]),
    ],
    ["halves of a pair", wholeMatchLanguage("[\\ud800-\\udbff][\\udc00-\\udfff]")],
  ];
  it.each(nothingToEncode)("is null for %s", (_, language) => {
    expect(utf8Machine(language)).toBeNull();
  });

  it("leaves out the ways that only surrogates finish", () => {
    const machine = utf8Machine(wholeMatchLanguage("ab|c\\ud83d|d[\\ud83d😀]"));
    expect(run(machine, [0x63])).toBe(-1);
    expect(accepts(machine, new TextEncoder().encode("d😀"))).toBe(true);
  });
});

describe("the room for plain text", () => {
  const rooms: readonly [name: string, language: Language, room: number][] = [
    ["any string", anyLanguage(), Number.POSITIVE_INFINITY],
    ["up to 20 characters", lengthLanguage(0, 20), 20],
    ["20 to 30 characters", lengthLanguage(20, 30), 30],
    ["no quotes", wholeMatchLanguage('[^"\\\\]*'), Number.POSITIVE_INFINITY],
    ["small letters", wholeMatchLanguage("[a-z]*"), 0],
    ["three of anything, then a letter", wholeMatchLanguage(".{3}[a-z]"), 3],
    ["what contains a word", patternLanguage("word"), Number.POSITIVE_INFINITY],
    ["what does not contain three letters", complement(patternLanguage("[a-z]{3}")), 2],
    ["more than is told", lengthLanguage(0, 5000), 128],
  ];
  it.each(rooms)("of %s", (_, language, room) => {
    const machine = utf8Machine(language)!;
    expect(machine.plainTextRoom(machine.start)).toBe(room);
  });

  it("is none inside a character", () => {
    const machine = utf8Machine(anyLanguage())!;
    expect(machine.plainTextRoom(machine.next(machine.start, 0xc3))).toBe(0);
  });
});

describe("a choice", () => {
  const strings = ["", "red", "reddish", "grün", "😀", "\ud83d"];

  it("takes its strings and no others", () => {
    const machine = choiceMachine(strings);
    const encode = (text: string) => new TextEncoder().encode(text);
    expect(strings.slice(0, -1).filter((text) => !accepts(machine, encode(text)))).toEqual([]);
    expect(["re", "reddis", "gr", "x", "\ufffd"].filter((text) => accepts(machine, encode(text)))).toEqual([]);
  });

  it("is null for none, and for strings without an encoding", () => {
    expect(choiceMachine([])).toBeNull();
    expect(choiceMachine(["\ud83d"])).toBeNull();
  });
});
