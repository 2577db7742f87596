import { scoreAnswer, verdict, wrong } from "../completion.ts";
import type { Mode, Score } from "../contract.ts";
import { readAnswerTags } from "./choice/answer-tag.ts";

/** The first `<answer>` tag holds exactly `expected`, white space at its ends apart. */
export function scoreTaggedText(completion: string, mode: Mode, expected: string): Score {
  return scoreAnswer(completion, mode, (answer) => {
    const tags = readAnswerTags(answer);
    if (tags === null) return wrong("no_answer_tag");
    const rejected = tags.later.map((span) => ({ ...span, reason: "not_first" }));
    return verdict(tags.first, "answer_tag", tags.first.text === expected.trim(), "different_text", rejected);
  });
}
