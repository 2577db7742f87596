import { z } from "zod";
import { type Answer, completionText, readAnswer, wrong } from "../completion.ts";
import type { Environment, Score, ScoredSample } from "../contract.ts";
import { type DataFile, readJsonRows } from "../data/index.ts";
import type { InstructionVerdict } from "../scoring/instructions/index.ts";
import type { Task } from "../task.ts";
import { shuffledItems } from "./file-items.ts";
import { reportSampling } from "./request.ts";

const row = z
  .strictObject({
    key: z.number().int(),
    prompt: z.string().min(1),
    instruction_id_list: z.array(z.string()).min(1),
    kwargs: z.array(z.record(z.string(), z.unknown())),
  })
  .refine(({ kwargs, instruction_id_list }) => kwargs.length === instruction_id_list.length, {
    error: "one set of arguments an instruction",
    path: ["kwargs"],
  });

export type IfevalItem = z.infer<typeof row>;
type Scoring = typeof import("../scoring/instructions/index.ts");

const file: DataFile = {
  name: "ifeval/input_data.jsonl",
  sha256: "67ffeee0fcb87c317c5b08a2de85557b4a7e96ada6178aa645b4954fe4b53d49",
  source: "IFEval's input_data.jsonl (github.com/josejg/instruction_following_eval, Apache-2.0)",
};

/**
 * IFEval: a prompt with one to three instructions that a program can check, of 25 kinds. The value is the loose one of the whole
 * prompt. Only text behind `</think>` counts. Sentences, word tokens and languages are found by this project's own means, and the
 * detector of languages differs from upstream's: scores are of `ifeval-ts` and are compared with others with care.
 * `docs/evaluation-rules.md` lists the deviations.
 */
export async function ifeval(items: readonly IfevalItem[]): Promise<Environment<IfevalItem, InstructionVerdict>> {
  // The model of the language detector takes 0.3 s to load.
  const scoring = await import("../scoring/instructions/index.ts");
  return {
    id: "ifeval",
    version: "ifeval-ts-1",
    defaults: reportSampling(1, 32_768),
    items: shuffledItems("ifeval", items),
    itemId: ({ key }) => String(key),
    category: ({ instruction_id_list }) => groupOf(instruction_id_list),
    prompt: ({ prompt }, mode) => ({ messages: [{ role: "user", content: prompt }], thinking: mode === "reasoning" }),
    score: (item, { completion, mode }) => scoreIfeval(scoring, item, readAnswer(completion, mode)),
    demonstrate(item, mode) {
      const answer = scoring.writeAnswer(scoring.readInstructions(item));
      return answer === null ? null : completionText(mode, "I follow every instruction.", answer);
    },
    aggregate: levels,
  };
}

export const ifevalTask: Task = {
  id: "ifeval",
  title: "IFEval (loose, whole prompt)",
  group: "instructions",
  files: [file],
  needs: [],
  published: {
    reasoning: 78.7,
    plain: 82.2,
    caveat: "ours is ifeval-ts, loose, of whole prompts; of theirs the level is not told",
  },
  open: async (data) => ifeval(await readJsonRows(data, file, row)),
};

function scoreIfeval(scoring: Scoring, item: IfevalItem, answer: Answer): Score<InstructionVerdict> {
  const instructions = scoring.readInstructions(item);
  const verdict = scoring.judgeInstructions(answer.found ? answer.span.text : "", instructions);
  if (!answer.found) return { ...wrong(answer.reason), verdict };
  const value = verdict.loose.every(Boolean) ? 1 : 0;
  const failed = verdict.ids.filter((_, i) => !verdict.loose[i]);
  return {
    value,
    correct: value === 1,
    extracted: { ...answer.span, method: "whole_answer" },
    rejected: [],
    checks: { strict: verdict.strict.every(Boolean) },
    verdict,
    ...(value === 1 ? {} : { reason: `not_followed: ${failed.join(", ")}` }),
  };
}

/** The kind of the instruction, or how many there are. */
function groupOf(ids: readonly string[]): string {
  return ids.length === 1 ? ids[0]!.split(":", 1)[0]! : `${ids.length} instructions`;
}

/** Shares of prompts that are followed whole, and of instructions, as upstream reports them. */
function levels(samples: readonly ScoredSample<InstructionVerdict>[]): Record<string, number> {
  const verdicts = samples.flatMap(({ score }) => score.verdict ?? []);
  const share = (flags: readonly boolean[]) => (flags.length === 0 ? 0 : flags.filter(Boolean).length / flags.length);
  return {
    "prompt strict": share(verdicts.map(({ strict }) => strict.every(Boolean))),
    "instruction strict": share(verdicts.flatMap(({ strict }) => strict)),
    "prompt loose": share(verdicts.map(({ loose }) => loose.every(Boolean))),
    "instruction loose": share(verdicts.flatMap(({ loose }) => loose)),
  };
}
