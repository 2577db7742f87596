import { scoreAnswer, wrong } from "../../completion.ts";
import type { Mode, Score } from "../../contract.ts";
import { readAnswerTags } from "../choice/answer-tag.ts";
import { containsOrContained } from "../containment.ts";
import { bestDropMetrics } from "./drop-metrics.ts";

export interface DropVerdict {
  readonly exact: boolean;
  readonly f1: number;
  /** By the rule of Nous: 1 where one text contains the other, else F1. */
  readonly nous: number;
}

/** The first `<answer>` tag, its spans apart by semicolons. The value is the official F1 with the best reference. */
export function scoreDrop(
  completion: string,
  mode: Mode,
  references: readonly (readonly string[])[],
): Score<DropVerdict> {
  return scoreAnswer(completion, mode, (answer) => {
    const tags = readAnswerTags(answer);
    const spans = tags === null ? [] : tags.first.text.split(";").flatMap((span) => span.trim() || []);
    if (tags === null || spans.length === 0) return wrong(tags === null ? "no_answer_tag" : "empty_answer_tag");
    const { exact, f1 } = bestDropMetrics(spans, references);
    const contained = references.some((spansOf) => spansOf.some((span) => nousContains(tags.first.text, span)));
    const score: Score<DropVerdict> = {
      value: f1,
      correct: exact,
      extracted: { ...tags.first, method: "answer_tag" },
      rejected: tags.later.map((span) => ({ ...span, reason: "not_first" })),
      checks: { exact },
      verdict: { exact, f1, nous: contained ? 1 : f1 },
    };
    return f1 === 1 ? score : { ...score, reason: f1 === 0 ? "different_text" : "partly" };
  }) as Score<DropVerdict>;
}

function nousContains(answer: string, gold: string): boolean {
  return containsOrContained(nousForm(answer), nousForm(gold));
}

function nousForm(text: string): string {
  const words = text.toLowerCase().replace(/\b(?:an?|the)\b/g, "");
  return words
    .split(/\s+/)
    .join(" ")
    .trim()
    .replace(/[.,!?;:]$/, "");
}
