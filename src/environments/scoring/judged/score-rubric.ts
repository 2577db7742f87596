import { readAnswer, wrong } from "../../completion.ts";
import type { Score, ScoredSample, Services, Span, Trajectory } from "../../contract.ts";
import { type Criterion, judgeByRubric, TOP_MARK } from "./rubric.ts";

export interface RubricVerdict {
  readonly marks: Readonly<Record<string, number>>;
  readonly judgement: string;
}

/** Scores an answer by marks for criteria. `materialOf` makes what the judge reads of the answer text. Empty answers are not judged. */
export async function scoreByRubric(
  { completion, mode }: Pick<Trajectory, "completion" | "mode">,
  criteria: readonly Criterion[],
  materialOf: (answer: Span) => string,
  services: Services,
): Promise<Score<RubricVerdict>> {
  const answer = readAnswer(completion, mode);
  if (!answer.found) return wrong(answer.reason) as Score<RubricVerdict>;
  if (answer.span.text === "") return wrong("empty") as Score<RubricVerdict>;
  const { value, marks, judgement } = await judgeByRubric(materialOf(answer.span), criteria, services);
  const extracted = { ...answer.span, method: "answer" };
  const reason = value === 1 ? {} : { reason: "marks" };
  return { value, correct: null, extracted, rejected: [], ...reason, verdict: { marks, judgement } };
}

/** The mean mark of each criterion as a share of the top mark, over the answers that were judged. */
export function meanMarks(samples: readonly ScoredSample<RubricVerdict>[]): Record<string, number> {
  const marks = samples.flatMap(({ score }) => Object.entries(score.verdict?.marks ?? {}));
  const groups = Map.groupBy(marks, ([name]) => name);
  return Object.fromEntries(
    Array.from(groups, ([name, of]) => [name, of.reduce((sum, [, mark]) => sum + mark, 0) / of.length / TOP_MARK]),
  );
}
