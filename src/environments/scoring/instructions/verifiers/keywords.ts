import { z } from "zod";
import { countMatches, escapePattern, WORD } from "../text/python-text.ts";
import { compare, count, defineVerifier, relation } from "../verifier.ts";

/** Upstream reads keywords as patterns. Those of the data are plain words, so they are taken literally. */
const keyword = z.string().trim().min(1);

export const existence = defineVerifier({
  id: "keywords:existence",
  arguments: z.strictObject({ keywords: z.array(keyword).min(1) }),
  holds: (text, { keywords }) => keywords.every((word) => countMatches(text, literal(word)) > 0),
  demands: ({ keywords }) => ({ pieces: keywords }),
});

/** Occurrences inside other words count. */
export const frequency = defineVerifier({
  id: "keywords:frequency",
  arguments: z.strictObject({ keyword, frequency: count, relation }),
  holds: (text, given) => compare(countMatches(text, literal(given.keyword)), given.relation, given.frequency),
  demands: (given) =>
    given.relation === "at least"
      ? { pieces: Array<string>(given.frequency).fill(given.keyword) }
      : { avoid: [given.keyword] },
});

export const forbiddenWords = defineVerifier({
  id: "keywords:forbidden_words",
  arguments: z.strictObject({ forbidden_words: z.array(keyword).min(1) }),
  holds: (text, given) => !given.forbidden_words.some((word) => asWord(word).test(text)),
  demands: (given) => ({ avoid: given.forbidden_words }),
});

/** Any sign counts that the data name, "#" and "!" too; upstream draws a letter at random for those. */
export const letterFrequency = defineVerifier({
  id: "keywords:letter_frequency",
  arguments: z.strictObject({ letter: z.string().length(1), let_frequency: count, let_relation: relation }),
  holds: (text, { letter, let_frequency, let_relation }) =>
    compare(text.toLowerCase().split(letter.toLowerCase()).length - 1, let_relation, let_frequency),
  demands: ({ letter, let_frequency, let_relation }) =>
    let_relation === "at least" ? { pieces: [letter.repeat(let_frequency)] } : { avoid: [letter] },
});

function literal(word: string): RegExp {
  return new RegExp(escapePattern(word), "giu");
}

/** Between two word boundaries (`\b`). */
function asWord(word: string): RegExp {
  const edge = `(?:(?<=[${WORD}])(?![${WORD}])|(?<![${WORD}])(?=[${WORD}]))`;
  return new RegExp(`${edge}${escapePattern(word)}${edge}`, "iu");
}
