import type { Services } from "../../contract.ts";
import { askJudge, judgeFailed } from "../ask-judge.ts";

export type JudgingServices = Services & { readonly judge: NonNullable<Services["judge"]> };

export interface Reading<Result> {
  readonly result: Result;
  readonly judgement: string;
}

const ATTEMPTS = 3;

/** What a judge says in a form that `read` understands (null: it does not), asked three times in all. Throws HermesError "environment-failed". */
export async function askUntilRead<Result>(
  question: string,
  services: JudgingServices,
  read: (judgement: string) => Result | null,
  expected: string,
): Promise<Reading<Result>> {
  let judgement = "";
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    judgement = await askJudge(question, services);
    const result = read(judgement.split("</think>").at(-1)!);
    if (result !== null) return { result, judgement };
  }
  const words = JSON.stringify(judgement.slice(-80));
  throw judgeFailed(`the judge did not answer with ${expected}, ${ATTEMPTS} times; its last words: ${words}`);
}

/** The judge of the services. Throws HermesError "environment-failed" where there is none. */
export function withJudge(services: Services): JudgingServices {
  const { judge } = services;
  if (judge === undefined) throw judgeFailed("answers are scored by a judge, and there is none");
  return { ...services, judge };
}
