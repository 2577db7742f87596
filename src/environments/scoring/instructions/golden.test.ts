import { describe, expect, it } from "vitest";
import { readInstructions } from "./index.ts";
import { verifiers } from "./verifiers/index.ts";

/** A kind with arguments, texts for which it holds, and near misses. A table of cases, exempt from the file size. */
interface Golden {
  readonly id: string;
  readonly given: Record<string, unknown>;
  readonly holds: readonly string[];
  readonly fails: readonly string[];
}

const ENGLISH = "the small boat went down the river and came back before the evening with two boxes of bread";

const golden: readonly Golden[] = [
  {
    id: "keywords:existence",
    given: { keywords: ["lamp", "green tea"] },
    holds: ["A lamp and green tea.", "GREEN TEA, LAMP", "lampshade, green teapot", "x lamp\ngreen tea"],
    fails: ["A lamp.", "green tea", "l amp green tea", "lamp green  tea", "lamp green\ntea"],
  },
  {
    id: "keywords:frequency",
    given: { keyword: "tin", frequency: 2, relation: "at least" },
    holds: ["tin tin", "Tin TIN tin", "tintin", "setting, matinee", "tin\ntin"],
    fails: ["tin", "t in tin", "", "ti n", "tın tin"],
  },
  {
    id: "keywords:frequency",
    given: { keyword: "aa", frequency: 2, relation: "less than" },
    holds: ["aa", "aaa", "b", "a a a a"],
    fails: ["aaaa", "aa aa", "AAaa", "aaaaaa"],
  },
  {
    id: "keywords:forbidden_words",
    given: { forbidden_words: ["cat", "old dog"] },
    holds: ["category", "concat", "cat_1", "old dogs", "cats", "écat"],
    fails: ["cat", "a CAT.", "(cat)", "the old dog!", "cat-like", "cat’s"],
  },
  {
    id: "keywords:letter_frequency",
    given: { letter: "q", let_frequency: 3, let_relation: "at least" },
    holds: ["qqq", "QqQ", "quick queen quiz", "q\nq\nq"],
    fails: ["qq", "ggg", "q q", "p"],
  },
  {
    id: "keywords:letter_frequency",
    given: { letter: "#", let_frequency: 2, let_relation: "at least" },
    holds: ["##", "# a\n# b", "C# and F#", "#x#"],
    fails: ["#", "no sign", "＃＃", "aa"],
  },
  {
    id: "keywords:letter_frequency",
    given: { letter: "!", let_frequency: 2, let_relation: "less than" },
    holds: ["Yes!", "yes", "¡Si!", "?"],
    fails: ["!!", "a! b!", "Wow!!!", "! \n !"],
  },
  {
    id: "language:response_language",
    given: { language: "de" },
    holds: [
      "Der Hund schläft am liebsten in der warmen Küche.",
      "ICH HABE DEN ZUG GESTERN ABEND LEIDER VERPASST",
      "123",
      "!?",
    ],
    fails: [ENGLISH, "Le chien dort dans la cuisine.", "Il cane dorme in cucina", "Собака спит на кухне"],
  },
  {
    id: "language:response_language",
    given: { language: "sw" },
    holds: [
      "Mwalimu wetu alisoma kitabu hiki kwa watoto wote katika shule.",
      "Tulikwenda mjini na rafiki yangu baada ya mvua.",
      "Wakati wa jioni watu wote walikuwa nyumbani kwa chakula.",
      "42",
    ],
    fails: [
      ENGLISH,
      "El mercado abre a las ocho de la mañana.",
      "Ang aso ay natutulog sa kusina.",
      "Der Hund schläft.",
    ],
  },
  {
    id: "language:response_language",
    given: { language: "ne" },
    holds: [
      "हामी बिहान सबेरै उठ्छौं र खेतमा काम गर्छौं।",
      "यो किताब धेरै राम्रो छ, तर अलि महँगो छ।",
      "मेरो साथीले एउटा सानो घर बनाएको छ।",
      "- 7 -",
    ],
    fails: [ENGLISH, "हम सुबह जल्दी उठते हैं और खेत में काम करते हैं।", "आम्ही सकाळी लवकर उठतो आणि शेतात काम करतो.", "Der Hund"],
  },
  {
    id: "length_constraints:number_sentences",
    given: { num_sentences: 3, relation: "at least" },
    holds: ["One. Two. Three.", "Why? Go! Now", "1. One thing. Two", "Ah?! Oh! Uh.", "One.\nTwo!\n\nThree"],
    fails: ["One. Two.", "One\nTwo\nThree", "Mr. A. Smith met Dr. Jones. He left.", "3.14 and 2.71 e.g. here. End."],
  },
  {
    id: "length_constraints:number_sentences",
    given: { num_sentences: 2, relation: "less than" },
    holds: ["One", "One.", "One, two; three: four", "Wait... what is it", "“Yes!”"],
    fails: ["One. Two", "What? No.", '"Go!" he said.', "Is it? It is"],
  },
  {
    id: "length_constraints:number_words",
    given: { num_words: 3, relation: "at least" },
    holds: ["a b c", "well-known x", "don't go", "a_b c 12", "é ü 字"],
    fails: ["a b", "a_b_c d", "- - -", "... ! ?"],
  },
  {
    id: "length_constraints:number_words",
    given: { num_words: 3, relation: "less than" },
    holds: ["a b", "a", "a_b_c d", "12.", "* * *\nx"],
    fails: ["a b c", "don't go", "1.5 x", "a-b-c"],
  },
  {
    id: "length_constraints:number_paragraphs",
    given: { num_paragraphs: 2 },
    holds: ["a\n***\nb", "a *** b", "***\na\n***\nb\n***", "a***b", "a\n\n***\n\nb"],
    fails: ["a\n\nb", "a *** b *** c", "a\n***\n***\nb", "a\n* * *\nb", "a\n******\nb", "***\na\n***"],
  },
  {
    id: "length_constraints:nth_paragraph_first_word",
    given: { num_paragraphs: 2, nth_paragraph: 2, first_word: "Lantern" },
    holds: ["a\n\nLantern light", "a\n\n  lantern, b", `a\n\n'"LANTERN!" b`, "a\n\nlantern's b\n\n", "a\n\nlantern"],
    fails: [
      "a\n\nlanterns b",
      "lantern\n\na",
      "a\n\nb\n\nlantern",
      "a\nlantern",
      "a\n\n\n\nlantern",
      "a\n\n“lantern b",
    ],
  },
  {
    id: "detectable_content:number_placeholders",
    given: { num_placeholders: 2 },
    holds: ["[a] [b]", "[][]", "[a][b][c]", "[a [b] c] [d]", "- [x]\n- [ ]"],
    fails: ["[a]", "[a\nb] [c]", "{a} (b)", "[[a]]", "] [ ] ["],
  },
  {
    id: "detectable_content:postscript",
    given: { postscript_marker: "P.S." },
    holds: ["x\nP.S. y", "p.s.", "P. S. y", "inline P.s. y", "P.P.S. y"],
    fails: ["PS: y", "P.S y", "P.  S. y", "P,S."],
  },
  {
    id: "detectable_content:postscript",
    given: { postscript_marker: "P.P.S" },
    holds: ["x\nP.P.S y", "p.p.s.", "P. P. S y", "a P.P.S: y"],
    fails: ["P.S. y", "PPS y", "P.P S y", "P.P.  S"],
  },
  {
    id: "detectable_format:number_bullet_lists",
    given: { num_bullets: 2 },
    holds: ["* a\n* b", "- a\n- b", "  * a\n\t- b", "*a\n*b", "x\n- a\n\ny\n- b", "*part one* is\n-b", "--a\n- b"],
    fails: ["* a", "* a\n* b\n* c", "1. a\n2. b", "** a\n** b", "x * a\ny - b", "- a\n- b\n---", "• a\n• b"],
  },
  {
    id: "detectable_format:constrained_response",
    given: {},
    holds: ["My answer is yes.", "So: My answer is no. Really.", "My answer is maybe.\n", "xMy answer is yes."],
    fails: ["My answer is yes", "my answer is yes.", "My answer is: no.", "My answer is perhaps.", "My answer is  no."],
  },
  {
    id: "detectable_format:number_highlighted_sections",
    given: { num_highlights: 2 },
    holds: ["*a* *b*", "**a** and **b**", "*a* **b**", "*a*\n*b*", "x*a*y*b*"],
    fails: ["*a*", "**a**", "* * *b*", "*a\nb* *c*", "_a_ _b_", "**** ****"],
  },
  {
    id: "detectable_format:multiple_sections",
    given: { section_spliter: "Part", num_sections: 2 },
    holds: ["Part 1\na\nPart 2\nb", "Part1 Part2", "Part 1 Part 2 Part 3", "Part 7 x Part 7", "(Part 1) Part\n2"],
    fails: ["Part 1", "PART 1 PART 2", "Part one Part two", "Part  1 Part  2", "Part A Part B"],
  },
  {
    id: "detectable_format:json_format",
    given: {},
    holds: [
      '{"a": [1, 2]}',
      '```json\n{"a": 1}\n```',
      "```\n[]\n```",
      "42",
      '"text"',
      "```JSON\nnull```",
      '{"a": 1}\n```',
    ],
    fails: [
      "{a: 1}",
      "{'a': 1}",
      'Here: {"a": 1}',
      '```js\n{"a": 1}\n```',
      "[1, 2",
      "[1,]",
      '{"a": 1} {"b": 2}',
      "NaN",
    ],
  },
  {
    id: "detectable_format:title",
    given: {},
    holds: ["<<A day>>", "x <<a>> y", "<<<a>>>", "<<a\nb<<c>>", "<< a >>\ntext"],
    fails: ["<<>>", "<< >>", "<a>", "<<a\nb>>", "«a»", ">>a<<"],
  },
  {
    id: "combination:repeat_prompt",
    given: { prompt_to_repeat: " Draw a map.\nUse ink. " },
    holds: [
      "Draw a map.\nUse ink.",
      "draw a map.\nuse ink. Here it is.",
      "\n Draw a map.\nUse ink.\n\nx",
      "DRAW A MAP.\nUSE INK.!",
    ],
    fails: [
      "Draw a map. Use ink.",
      "Sure! Draw a map.\nUse ink.",
      '"Draw a map.\nUse ink."',
      "Draw a map.\n\nUse ink.",
      "x",
    ],
  },
  {
    id: "combination:two_responses",
    given: {},
    holds: ["a\n******\nb", "a******b", "******\na\n******\nb", "a ****** b ******", "a*******b"],
    fails: ["a\n******\na", "a *** b", "a", "a ****** b ****** c", "a ****** ****** b", "a ******"],
  },
  {
    id: "startend:end_checker",
    given: { end_phrase: "That is all." },
    holds: ["x That is all.", '"x THAT IS ALL."', "that is all.\n", 'x "That is all."', "That is all."],
    fails: ["That is all. Bye", "That is all", "That is all.)", "That  is all.", "x"],
  },
  {
    id: "startend:quotation",
    given: {},
    holds: ['"a"', ' "a\nb"\n', '""', '"a" and "b"'],
    fails: ['"', 'a"', '"a', "“a”", "'a'", '"a".'],
  },
  {
    id: "change_case:capital_word_frequency",
    given: { capital_frequency: 2, capital_relation: "at least" },
    holds: ["GO NOW", "I am A1", "NASA-ESA, U.S.", "DON'T", "ON/OFF x UP", "(YES) [NO]", "CAN’T"],
    fails: ["Go Now", "GO now", "12 34", "NASA-ESA", "ON/OFF", "GOing NOw", "...", "X1y B"],
  },
  {
    id: "change_case:capital_word_frequency",
    given: { capital_frequency: 2, capital_relation: "less than" },
    holds: ["One", "GO", "well-KNOWN Z", "ON/OFF", "nasa Esa"],
    fails: ["GO ON", "I, A", "DON'T", "UP,DOWN", "A & B"],
  },
  {
    id: "change_case:english_capital",
    given: {},
    holds: [ENGLISH.toUpperCase(), "WE WALK TO THE OLD HOUSE.", "THIS IS ROOM 12!", "* WHERE ARE THE CHILDREN?"],
    fails: [ENGLISH, "WE WALK TO THE OLD HOUSe", "12", "DER HUND SCHLÄFT IN DER KÜCHE", "ICH HABE DEN ZUG VERPASST"],
  },
  {
    id: "change_case:english_lowercase",
    given: {},
    holds: [ENGLISH, "we walk to the old house.", "this is room 12!", "* where are the children?"],
    fails: [
      ENGLISH.toUpperCase(),
      "we walk to the old House",
      "12",
      "der hund schläft in der küche",
      "il cane dorme in cucina",
    ],
  },
  {
    id: "punctuation:no_comma",
    given: {},
    holds: ["a b", "a; b", "1.000", "a、b，c"],
    fails: [",", "a, b", "1,000", "a\n,"],
  },
];

const cases = golden.flatMap(({ id, given, holds, fails }) => [
  ...holds.map((text) => [id, given, text, true] as const),
  ...fails.map((text) => [id, given, text, false] as const),
]);

describe("instructions", () => {
  it.each(cases)("%s %j on %j: %s", (id, given, text, expected) => {
    const [instruction] = readInstructions({ key: 1, instruction_id_list: [id], kwargs: [given] });
    expect(instruction!.holds(text)).toBe(expected);
  });

  it("has at least four texts that pass and four that fail of every kind", () => {
    expect(verifiers).toHaveLength(25);
    for (const { id } of verifiers) {
      const own = golden.filter((row) => row.id === id);
      expect(own.length, id).toBeGreaterThan(0);
      for (const { holds, fails } of own) expect(Math.min(holds.length, fails.length), id).toBeGreaterThanOrEqual(4);
    }
  });
});
