import { expect, test } from "vitest";
import { type ClassMachine, formatLanguage, literalLanguage, patternLanguage } from "../regex/index.ts";
import type { IndexedVocabulary } from "./indexed-vocabulary.ts";
import { tokensOf } from "./testing/reference-mask.ts";
import { createWordVocabulary, loadNanoTokenizer } from "./testing/vocabularies.ts";
import { countTextCharacters } from "./text-tokens.ts";
import { createVocabulary } from "./vocabulary.ts";

const nano = createVocabulary(await loadNanoTokenizer());
const words = createWordVocabulary([
  ...'abzAZ059 -_./~1:@"\\{}é日😀'.split(""),
  ..."ab abc zz AB 00 01 a1 ~0 ~1 /~ a/b a.b a@b ://  http http:// é日 日本 😀😀 ab ab".split(" "),
  ..."abcabcabcabc abcabcabcabcZ abcdefghijklm abcdefghijk1 éééé éééa a😀b".split(" "),
  null,
  "",
  'a"b',
  "a\\n",
  "a\n",
]);

const languages: readonly (readonly [name: string, machine: ClassMachine, texts: readonly string[]])[] = [
  ...[
    ["^\\p{L}+$", "Ελé"],
    ["^[a-z]{2,4}$", "abc"],
    ["^[^/]*(/[^/]*)*$", "a/b"],
    ["^(?:[a-c]|[^a-c]{2})+$", "abc日本"],
    ["^[\\u0000-\\uffff]*$", "a日"],
    ["^[^\\u{1f600}]*$", "a日"],
    ["b", "abc"],
    ["^(ab|日)*$", "ab日"],
    ["^[ -~]{3,}$", "a b"],
    ["^a?[A-Z]*[^A-Z]?$", "aAB"],
  ].map(([pattern, text]) => [`/${pattern}/`, patternLanguage(pattern!)!, [text!]] as const),
  ...[
    ["json-pointer", "/a~1b/"],
    ["email", "ada@example.org"],
    ["uri", "https://example.org/a?b=c#d"],
    ["date-time", "2024-02-29T12:30:00Z"],
    ["uuid", "8c8a3b9e-4d7e-4b57-9d43-0f1b7f2c9e01"],
  ].map(([name, text]) => [name!, formatLanguage(name!)!, [text!]] as const),
  ["a list", literalLanguage(["ab", "abc", "日本"])!, ["abc", "日"]],
];

/** The state behind a text, -1 where it is not let pass. */
function behind(machine: ClassMachine, state: number, text: string): number {
  let current = state;
  for (const character of text) if (current >= 0) current = machine.next(current, character.codePointAt(0)!);
  return current;
}

function reference(vocabulary: IndexedVocabulary, machine: ClassMachine, state: number): number[] {
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  return [...vocabulary.bytes.keys()].filter((token) => {
    const bytes = vocabulary.bytes[token] ?? new Uint8Array();
    return countTextCharacters(bytes) > 0 && behind(machine, state, decoder.decode(bytes)) >= 0;
  });
}

test.each(languages)("text that %s lets pass, at every place of a text", (_name, machine, texts) => {
  for (const vocabulary of [nano, words]) {
    const { textMasks, states, found, maskWords } = vocabulary.index;
    for (const text of texts) {
      for (let length = 0; length <= text.length; length++) {
        const state = behind(machine, machine.start, text.slice(0, length));
        const expected = reference(vocabulary, machine, state);
        for (const round of ["walked", "kept"]) {
          const mask = new Uint32Array(maskWords).fill(0xffff_ffff);
          expect(textMasks.write({ machine, state }, mask, states, found)).toBe(true);
          expect(tokensOf(mask), `${round} after ${text.slice(0, length)}`).toEqual(expected);
        }
      }
    }
  }
});
