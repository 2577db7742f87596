import { z } from "zod";
import { completionText, scoreAnswer, verdict } from "../completion.ts";
import type { Environment } from "../contract.ts";
import { type DataFile, readJsonRows } from "../data/index.ts";
import { createRandom, fnv1a } from "../random.ts";
import type { Task } from "../task.ts";

const truth = z.looseObject({ func_name: z.string() });

/** The truth is an object or its JSON text. */
const row = z.object({
  messages: z.array(z.object({ role: z.literal("user"), content: z.string().min(1) })).length(1),
  ground_truth: z.union([truth, z.string().transform(parseTruth).pipe(truth)]),
});
type Row = z.infer<typeof row>;

export interface InstructionItem {
  readonly id: string;
  readonly prompt: string;
  readonly truth: z.infer<typeof truth>;
}

const file: DataFile = {
  name: "rlvr-ifeval/train.jsonl",
  sha256: null,
  source: "RLVR-IFeval as JSON lines with messages and ground_truth (allenai/RLVR-IFeval)",
};

/** Of so many items one is for evaluation. */
const EVAL_ONE_IN = 20;
/** Answers of a group that is all right lose in proportion from this share of the limit on, down to nothing at the limit (as in Atropos). */
const LONG_SHARE = 0.75;

/**
 * Instruction following (Hermes 4 report, section 2.2.2): a prompt with one instruction that a program checks. Right when the thought is
 * well formed and the instruction holds for the answer as it is. The rules are IFEval's, not those of the archived code.
 */
export async function instructionFollowing(items: readonly InstructionItem[]): Promise<Environment<InstructionItem>> {
  const scoring = await import("../scoring/instructions/index.ts");
  const read = ({ id, truth }: InstructionItem) => scoring.readRlvrInstructions(id, truth);
  return {
    id: "instruction-following",
    version: "ifeval-ts-1",
    defaults: {
      temperature: 0.8,
      topP: 1,
      topK: 0,
      maxTokens: 15_360,
      contextLength: null,
      nSamples: 1,
      groupSize: 32,
    },
    items: (split, seed) => {
      const own = items.filter(({ prompt }) => (fnv1a(prompt) % EVAL_ONE_IN === 0) === (split === "eval"));
      return createRandom(`instruction-following/${split}/${seed}`).shuffle(own);
    },
    itemId: ({ id }) => id,
    category: ({ truth }) => truth.func_name,
    prompt: ({ prompt }, mode) => ({ messages: [{ role: "user", content: prompt }], thinking: mode === "reasoning" }),
    score(item, { completion, mode }) {
      const instructions = read(item);
      return scoreAnswer(completion, mode, (answer) => {
        const { strict } = scoring.judgeInstructions(answer.text, instructions);
        return verdict(answer, "whole_answer", strict.every(Boolean), "not_followed");
      });
    },
    demonstrate(item, mode) {
      const answer = scoring.writeAnswer(read(item));
      return answer === null ? null : completionText(mode, "I follow the instruction.", answer);
    },
    adjustGroup(scores, lengths, limit) {
      if (!scores.every(({ value }) => value === 1)) return scores.map(({ value }) => value);
      return lengths.map((length) => Math.min(1, Math.max(0, (1 - length / limit) / (1 - LONG_SHARE))));
    },
  };
}

export const instructionFollowingTask: Task = {
  id: "instruction-following",
  title: "Instruction following (RLVR-IFeval)",
  group: "instructions",
  files: [file],
  needs: [],
  open: async (data) => instructionFollowing((await readJsonRows(data, file, row)).map(itemOf)),
};

function itemOf({ messages, ground_truth }: Row, index: number): InstructionItem {
  return { id: String(index + 1), prompt: messages[0]!.content, truth: ground_truth };
}

function parseTruth(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
