import { readFileSync } from "node:fs";
import { setImmediate } from "node:timers/promises";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isHermesError } from "../errors.ts";
import { byteAlphabet } from "./byte-level.ts";
import { mergeLong } from "./byte-pairs/merge-long.ts";
import { readMerges } from "./byte-pairs/merge-table.ts";
import { PairMerger } from "./byte-pairs/pair-merger.ts";
import { createTokenizer } from "./create-tokenizer.ts";
import { createLibraryEncoder, createPatternSplitter } from "./library.ts";
import { readLlamaFile } from "./test-tokenizers.ts";
import { composeInChunks } from "./text/normalize-text.ts";
import { splitInWindows, splitsInWindows } from "./text/split-text.ts";
import type { TokenizerFile } from "./tokenizer-file.ts";

fc.configureGlobal({ seed: 34 });

const llama = readLlamaFile();
const nano = JSON.parse(readFileSync("models/nano/tokenizer.json", "utf8")) as TokenizerFile;
const steps = llama.pre_tokenizer as { pretokenizers: { pattern: { Regex: string } }[] };
const llamaPattern = steps.pretokenizers[0]!.pattern.Regex;
/** As Qwen's: composed form, digits one by one, no whole words. */
const qwenLike: TokenizerFile = {
  ...llama,
  normalizer: { type: "NFC" },
  pre_tokenizer: JSON.parse(JSON.stringify(llama.pre_tokenizer).replace("{1,3}", "")) as object,
  model: { ...llama.model, ignore_merges: false },
};
const models = [
  { name: "nano", file: nano },
  { name: "Llama 3.1", file: llama },
  { name: "Qwen-like", file: qwenLike },
].map(({ name, file }) => ({
  name,
  file,
  tokenizer: createTokenizer(file),
  libraryEncode: createLibraryEncoder({ ...file, post_processor: null, added_tokens: [] }),
}));

/** What may stand at the end of a window: runs of white space, letters, signs, and half a phrase that nano's pattern holds. */
const fragment = fc.constantFrom(
  ...[
    "\n",
    "\r\n",
    " ",
    "   ",
    "\t",
    "\u00a0",
    "a",
    "Hermes",
    "'ll",
    "'LL",
    "1",
    "12345",
    "!",
    "?!",
    "é",
    "e\u0301",
    "神",
  ],
  ...[
    "😀",
    "👩‍🚀",
    "\ud83d",
    "\u1100\u1161\u11a8",
    " You are a deep thinking AI, you may use",
    ".",
    "{",
    '": {"type": "string"}',
  ],
);
const run = fc.tuple(fragment, fc.nat(40)).map(([part, times]) => part.repeat(times));
const text = fc.array(fc.oneof(fragment, run), { maxLength: 30 }).map((parts) => parts.join(""));

/** A line's end, far behind, takes the white space before it along. */
const blanks = fc
  .array(fc.constantFrom("\n", " ".repeat(70), " ", "a"), { maxLength: 12 })
  .map((list) => list.join(""));

describe.each(models)("$name: a long text", ({ file, tokenizer, libraryEncode }) => {
  test("has the ids of the library, in slices and at once", async () => {
    const long = fc.array(text, { minLength: 20, maxLength: 60 }).map((parts) => parts.join("").repeat(12));
    await fc.assert(
      fc.asyncProperty(long, async (value) => {
        const expected = libraryEncode(value);
        const segments = [{ text: value, source: "user" } as const];
        expect(tokenizer.encodeSegments(segments)).toEqual(expected);
        expect(await tokenizer.encodeSegmentsInSlices(segments)).toEqual({ ids: expected, whole: true });
      }),
      { numRuns: 4 },
    );
  });

  test("of one piece has the ids of merging all bytes at once, whatever the window", () => {
    const byteTokens = Int32Array.from(byteAlphabet, (character) => file.model.vocab[character]!);
    const merger = new PairMerger(byteTokens, readMerges(file.model, new Set()));
    const lengths = new Map(Object.entries(file.model.vocab).map(([token, id]) => [id, token.length]));
    const lengthOf = (token: number) => lengths.get(token)!;
    const word = fc.oneof(
      text,
      fc.string({ unit: fc.constantFrom("a", "b", "e", "r", "t", " ", "\n"), maxLength: 300 }),
    );
    fc.assert(
      fc.property(word, fc.integer({ min: 1, max: 64 }), (value, windowBytes) => {
        fc.pre(value !== "");
        const bytes = new TextEncoder().encode(value);
        const merging = mergeLong({ bytes, merger, lengthOf }, windowBytes);
        let step = merging.next();
        while (!step.done) step = merging.next();
        expect(step.value).toEqual(merger.merge(bytes, 0, bytes.length));
      }),
      { numRuns: 150 },
    );
  });

  test("ends early above a limit, and only there", async () => {
    const ids = tokenizer.encode("one two three ".repeat(3000));
    const within = await tokenizer.encodeInSlices("one two three ".repeat(3000), ids.length);
    expect(within).toEqual({ ids, whole: true });
    const cut = await tokenizer.encodeInSlices("one two three ".repeat(300_000), 5000);
    expect(cut.whole).toBe(false);
    expect(cut.ids.length).toBeGreaterThan(5000);
    expect(cut.ids.length).toBeLessThan(10_000);
    expect(ids.slice(0, 5000)).toEqual(cut.ids.slice(0, 5000));
  });
});

test("a piece whose end decides how its beginning merges is merged as at once", () => {
  const letters = "abcdefghijklmnopqrstuvwxyz";
  const bytes256 = Object.fromEntries(byteAlphabet.map((character, id) => [character, id]));
  // The last pair merges first: each one hangs on the one behind it, to the end of the alphabet.
  const pairs = Array.from({ length: 25 }, (_, index) => [letters[24 - index]!, letters[25 - index]!] as const);
  const vocab = { ...bytes256, ...Object.fromEntries(pairs.map(([left, right], rank) => [left + right, 256 + rank])) };
  const merger = new PairMerger(
    Int32Array.from(byteAlphabet, (character) => vocab[character]!),
    readMerges({ vocab, merges: pairs }, new Set()),
  );
  const piece = fc.array(
    fc.integer({ min: 0, max: 25 }).map((start) => letters.slice(start)),
    { minLength: 1 },
  );
  fc.assert(
    fc.property(piece, fc.integer({ min: 1, max: 40 }), (parts, windowBytes) => {
      const bytes = new TextEncoder().encode(parts.join(""));
      const merging = mergeLong({ bytes, merger, lengthOf: (token) => (token < 256 ? 1 : 2) }, windowBytes);
      let step = merging.next();
      while (!step.done) step = merging.next();
      expect(step.value).toEqual(merger.merge(bytes, 0, bytes.length));
    }),
    { numRuns: 200, examples: [[[letters, letters, letters], 19]] },
  );
});

const parts = function* (value: string, windowLength: number) {
  const split = createPatternSplitter(llamaPattern);
  for (const pieces of splitInWindows(value, split, 4, windowLength)) yield* pieces;
};

test("pieces are the same whatever the window", () => {
  const split = createPatternSplitter(llamaPattern);
  fc.assert(
    fc.property(fc.oneof(text, blanks), fc.integer({ min: 8, max: 64 }), (value, windowLength) => {
      expect([...parts(value, windowLength)]).toEqual(value === "" ? [] : split(value));
    }),
    { numRuns: 200 },
  );
});

test.each([
  ["Llama's", llamaPattern, true],
  ["GPT-2's", "'s| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+", true],
  ["one that counts digits from behind", "\\d{1,3}(?=(?:\\d{3})*\\b)|\\D+", false],
  ["one that looks back", "(?<=\\n)\\s+|.", false],
  ["one with a border of words", "\\b\\w+", false],
])("%s pattern is split in windows or not", (_name, pattern, inWindows) => {
  expect(splitsInWindows(pattern)).toBe(inWindows);
});

function compose(value: string, chunkLength?: number): string {
  const composing = composeInChunks(value, chunkLength);
  let step = composing.next();
  while (!step.done) step = composing.next();
  return step.value;
}

describe("composing in chunks", () => {
  test("is composing at once, whatever the chunk", () => {
    fc.assert(
      fc.property(fc.oneof(text, fc.string({ unit: "binary" })), fc.integer({ min: 1, max: 20 }), (value, length) => {
        expect(compose(value, length)).toBe(value.normalize("NFC"));
      }),
      { numRuns: 200 },
    );
  });

  test("never cuts before a character that joins another", () => {
    const cuts: string[] = [];
    for (let code = 0; code < 0x11_0000; code++) {
      if (code >= 0xd800 && code < 0xe000) continue;
      const [first, ...behind] = String.fromCodePoint(code).normalize("NFD");
      const value = first! + behind.join("");
      if (behind.length > 0 && compose(value, first!.length) !== value.normalize("NFC")) cuts.push(code.toString(16));
    }
    expect(cuts).toEqual([]);
  });

  test("refuses more marks on a letter than any writing has", () => {
    expect(() => compose(`a${"\u0301\u0316".repeat(1_000_000)}`)).toThrow(
      expect.toSatisfy((error: unknown) => isHermesError(error, "prompt-invalid")),
    );
  });
});

test("a piece of a million characters is refused", () => {
  const { tokenizer } = models[1]!;
  expect(() => tokenizer.encode("😀".repeat(2 ** 20))).toThrow(/524288 characters without a word's end/);
});

/** Milliseconds this thread has computed: what else the computer does is not counted. */
function threadMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}

test.each([
  ["prose", "The quick brown fox, 1234 times over.\n"],
  ["letters", "abcdefgh"],
  ["white space", "  \n"],
  ["signs", "<|<|"],
])("others are served while %s is encoded, five at once", async (_name, part) => {
  const { tokenizer } = models[1]!;
  const value = part.repeat(300_000 / part.length);
  let done = false;
  const started = Array.from({ length: 5 }, () => tokenizer.encodeInSlices(value));
  const encoding = Promise.all(started).finally(() => {
    done = true;
  });
  let longest = 0;
  for (let last = threadMs(); !done; last = threadMs()) {
    await setImmediate();
    longest = Math.max(longest, threadMs() - last);
  }
  expect((await encoding).every(({ whole }) => whole)).toBe(true);
  expect(longest).toBeLessThan(100);
});
