import { describe, expect, it } from "vitest";
import { detectLanguage } from "../language/detect-language.ts";
import { labelledSentences } from "../language/labelled-sentences.ts";
import { countCapitalWords } from "./capital-words.ts";
import { labelledCapitalWords, labelledSentenceCounts } from "./labelled-texts.ts";
import { splitSentences } from "./split-sentences.ts";

describe("agreement with labels", () => {
  it("splits sentences as a person does in 38 of 40 texts; the others follow Punkt", () => {
    expect(labelledSentenceCounts).toHaveLength(40);
    expect(different(labelledSentenceCounts, (text) => splitSentences(text).length)).toEqual([
      // A curly quote is no closing sign; the number of a list item is a sentence.
      "2: “Look!” There it was. (1)",
      "2: 1. Open the box.\n2. Read the note. (4)",
    ]);
  });

  it("counts capital words as a person does in 18 of 18 texts", () => {
    expect(labelledCapitalWords).toHaveLength(18);
    expect(different(labelledCapitalWords, countCapitalWords)).toEqual([]);
  });

  it("tells the language of 107 of 110 single sentences", () => {
    const cases = Object.entries(labelledSentences).flatMap(([code, texts]) =>
      texts.map((text) => [code, text] as const),
    );
    expect(cases).toHaveLength(110);
    expect(different(cases, detectLanguage)).toEqual([
      "mr: तुम्ही मला तुमचे नाव सांगाल का? (hi)",
      "ru: Зимой у нас рано темнеет, и все сидят дома. (bg)",
      "sw: Leo asubuhi nilikwenda sokoni kununua matunda na mboga. (tl)",
    ]);
  });

  it("tells the language of all 27 texts of four sentences and more", () => {
    const cases = Object.entries(labelledSentences).map(([code, texts]) => [code, texts.join(" ")] as const);
    expect(different(cases, detectLanguage)).toEqual([]);
  });
});

function different<T>(cases: readonly (readonly [T, string])[], measure: (text: string) => T): string[] {
  return cases
    .filter(([expected, text]) => measure(text) !== expected)
    .map(([expected, text]) => `${expected}: ${text} (${measure(text)})`);
}
