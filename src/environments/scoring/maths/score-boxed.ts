import { readAnswer, verdict, wrong } from "../../completion.ts";
import type { Score, Trajectory } from "../../contract.ts";
import { readBoxed } from "./boxed.ts";
import type { MathsEquality } from "./maths-equality.ts";

/** The one box of the answer must hold `gold` or what equals it. `method` names the rule that decided. */
export async function scoreBoxed(equality: MathsEquality, gold: string, trajectory: Trajectory): Promise<Score> {
  const answer = readAnswer(trajectory.completion, trajectory.mode);
  if (!answer.found) return wrong(answer.reason);
  const boxed = readBoxed(answer.span);
  if (!boxed.found) return { ...wrong(boxed.reason), rejected: boxed.rejected };
  const { equal, rule } = await equality.compare(gold, boxed.span.text);
  return verdict(boxed.span, `boxed/${rule}`, equal, rule === "unknown" ? "not_comparable" : "not_equal");
}
