import { z } from "zod";
import { countCapitalWords } from "../text/capital-words.ts";
import { countWords } from "../text/python-text.ts";
import { splitSentences } from "../text/split-sentences.ts";
import { compare, count, defineVerifier, relation } from "../verifier.ts";

export const numberOfWords = defineVerifier({
  id: "length_constraints:number_words",
  arguments: z.strictObject({ num_words: count, relation }),
  holds: (text, given) => compare(countWords(text), given.relation, given.num_words),
  demands: (given) => ({ words: range(given.relation, given.num_words) }),
});

export const numberOfSentences = defineVerifier({
  id: "length_constraints:number_sentences",
  arguments: z.strictObject({ num_sentences: count, relation }),
  holds: (text, given) => compare(splitSentences(text).length, given.relation, given.num_sentences),
  demands: (given) => ({ sentences: range(given.relation, given.num_sentences) }),
});

export const capitalWordFrequency = defineVerifier({
  id: "change_case:capital_word_frequency",
  arguments: z.strictObject({ capital_frequency: count, capital_relation: relation }),
  holds: (text, given) => compare(countCapitalWords(text), given.capital_relation, given.capital_frequency),
  demands: (given) =>
    given.capital_relation === "at least" ? { pieces: Array<string>(given.capital_frequency).fill("HELLO") } : {},
});

function range(how: z.infer<typeof relation>, threshold: number) {
  return how === "at least" ? { atLeast: threshold } : { lessThan: threshold };
}
