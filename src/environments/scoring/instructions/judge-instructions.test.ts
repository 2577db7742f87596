import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { HermesError } from "../../../errors.ts";
import { judgeInstructions, looseTexts, readInstructions, writeAnswer } from "./index.ts";
import { verifiers } from "./verifiers/index.ts";

/** One set of arguments for every kind. */
const given: Record<string, Record<string, unknown>> = {
  "keywords:existence": { keywords: ["river"] },
  "keywords:frequency": { keyword: "river", frequency: 2, relation: "at least" },
  "keywords:forbidden_words": { forbidden_words: ["walk"] },
  "keywords:letter_frequency": { letter: "e", let_frequency: 3, let_relation: "less than" },
  "language:response_language": { language: "fi" },
  "length_constraints:number_sentences": { num_sentences: 4, relation: "at least" },
  "length_constraints:number_words": { num_words: 20, relation: "less than" },
  "length_constraints:number_paragraphs": { num_paragraphs: 3 },
  "length_constraints:nth_paragraph_first_word": { num_paragraphs: 3, nth_paragraph: 2, first_word: "kettle" },
  "detectable_content:number_placeholders": { num_placeholders: 3 },
  "detectable_content:postscript": { postscript_marker: "P.P.S" },
  "detectable_format:number_bullet_lists": { num_bullets: 3 },
  "detectable_format:number_highlighted_sections": { num_highlights: 3 },
  "detectable_format:multiple_sections": { section_spliter: "Part", num_sections: 3 },
  "combination:repeat_prompt": { prompt_to_repeat: "Say it." },
  "startend:end_checker": { end_phrase: "The end." },
  "change_case:capital_word_frequency": { capital_frequency: 3, capital_relation: "at least" },
};
const all = verifiers.map(({ id }) => id);
const bind = (...ids: string[]) =>
  readInstructions({ key: 7, instruction_id_list: ids, kwargs: ids.map((id) => given[id] ?? {}) });

describe("loose texts", () => {
  it("drops the first line, the last, both, and stars: eight texts", () => {
    expect(looseTexts("one\n*two*\nthree\nfour")).toEqual([
      "one\n*two*\nthree\nfour",
      "*two*\nthree\nfour",
      "one\n*two*\nthree",
      "*two*\nthree",
      "one\ntwo\nthree\nfour",
      "two\nthree\nfour",
      "one\ntwo\nthree",
      "two\nthree",
    ]);
  });

  it("forgives an introduction, a closing line and bold marks, and strict does not", () => {
    const verdict = (text: string, id: string) => {
      const { strict, loose } = judgeInstructions(text, bind(id));
      return [strict[0], loose[0]];
    };
    expect(verdict('Sure!\n"a b"', "startend:quotation")).toEqual([false, true]);
    expect(verdict('"a b"\nBye', "startend:quotation")).toEqual([false, true]);
    expect(verdict('Sure!\n**"a b"**\nBye', "startend:quotation")).toEqual([false, true]);
    expect(verdict('Sure!\nYes!\n"a b"', "startend:quotation")).toEqual([false, false]);
    expect(verdict("", "punctuation:no_comma")).toEqual([false, false]);
    expect(verdict(" \n\u3000", "punctuation:no_comma")).toEqual([false, false]);
    expect(verdict("a, b\nc", "punctuation:no_comma")).toEqual([false, true]);
  });
});

describe("instruction lists", () => {
  it("refuses unknown kinds and arguments that do not fit, as a fault of the item", () => {
    const rows: [string, Record<string, unknown>, RegExp][] = [
      ["detectable_format:rhyme", {}, /Item 7 .*"detectable_format:rhyme" is no known instruction/],
      ["length_constraints:number_words", { num_words: "ten", relation: "at least" }, /num_words/],
      ["length_constraints:number_words", { num_words: 10, relation: "at most" }, /relation/],
      ["language:response_language", { language: "tlh" }, /language that the detector does not know/],
      ["punctuation:no_comma", { count: 3 }, /do not fit/],
      ["keywords:existence", {}, /keywords/],
    ];
    for (const [id, kwargs, message] of rows) {
      const read = () => readInstructions({ key: 7, instruction_id_list: [id], kwargs: [kwargs] });
      expect(read).toThrow(message);
      try {
        read();
      } catch (error) {
        expect((error as HermesError).code).toBe("environment-failed");
        expect((error as HermesError<"environment-failed">).facts).toEqual({ kind: "item", item: "7" });
      }
    }
  });

  it("takes null arguments as not given", () => {
    const kwargs = [{ num_words: null, language: null }];
    expect(readInstructions({ key: 7, instruction_id_list: ["punctuation:no_comma"], kwargs })).toHaveLength(1);
  });
});

describe("hostile text", () => {
  const instructions = bind(...all);

  it("is judged without an exception", () => {
    const signs = fc.array(fc.constantFrom(..."*-[]<>\"'`#.?! \n\t\u00a0,aZ1éहß字\ud800"), { maxLength: 60 });
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: "binary", maxLength: 80 }),
          signs.map((list) => list.join("")),
        ),
        (text) => {
          const { strict, loose } = judgeInstructions(text, instructions);
          for (const [i, held] of strict.entries())
            if (held && !loose[i]) throw new Error(`strict but not loose: ${all[i]}`);
        },
      ),
      { numRuns: 300, seed: 7 },
    );
  });

  it.each([
    ..."[]<*\"'-#.?!{\\ \n\t",
    "a.",
    "[ ",
    "<<",
    "* ",
    "\n*",
    "\n-",
    "\n\n",
    "p.",
    "Part",
    "A'",
    "'s",
    "A ",
    "é",
    "हि",
    "```",
    "******",
    ". ",
  ])("is read in linear time: 100 KB of %j", (piece) => {
    const text = piece.repeat(Math.ceil(100_000 / piece.length));
    const started = performance.now();
    judgeInstructions(text, instructions);
    expect(performance.now() - started).toBeLessThan(4000);
  });
});

describe("demonstrations", () => {
  it.each(all)("%s is followed by what it demands", (id) => {
    const instructions = bind(id);
    const text = writeAnswer(instructions);
    expect(text).not.toBeNull();
    expect(judgeInstructions(text!, instructions).strict).toEqual([true]);
  });

  it("is null where instructions exclude each other", () => {
    expect(writeAnswer(bind("combination:repeat_prompt", "startend:quotation"))).toBeNull();
    expect(writeAnswer(bind("change_case:english_capital", "change_case:english_lowercase"))).toBeNull();
  });
});
