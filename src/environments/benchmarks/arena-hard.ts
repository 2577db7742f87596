import { z } from "zod";
import { HermesError } from "../../errors.ts";
import { readAnswer, wrong } from "../completion.ts";
import type { Environment, Score, ScoredSample, Services, Trajectory } from "../contract.ts";
import { type DataFile, type DataFolder, readJsonRows } from "../data/index.ts";
import type { ShareFigure } from "../figure.ts";
import { type Game, judgeBothOrders, weighGames, weightedWinRate } from "../scoring/judged/pairwise.ts";
import type { Task } from "../task.ts";
import { shuffledItems } from "./file-items.ts";
import { reportSampling } from "./request.ts";

const questions: DataFile = {
  name: "arena_hard/question.jsonl",
  sha256: "2650242d2883f22b2abd498f273b6a7e02253cce533f5c91a858e1d44aa3002f",
  source: "Arena-Hard v0.1 (lmarena/arena-hard-auto, data/arena-hard-v0.1/question.jsonl)",
};

const baselines: DataFile = {
  name: "arena_hard_baseline/gpt-4-0314.jsonl",
  sha256: null,
  source:
    "the answers of gpt-4-0314 to Arena-Hard v0.1 (lmarena/arena-hard-auto, data/arena-hard-v0.1/model_answer/gpt-4-0314.jsonl)",
};

const questionRow = z.object({ uid: z.string(), cluster: z.string(), prompt: z.string() });

/** The layouts of upstream's answers, older and newer. */
const answerRow = z.union([
  z
    .object({
      question_id: z.string(),
      choices: z.array(z.object({ turns: z.array(z.object({ content: z.string() })).min(1) })).min(1),
    })
    .transform(({ question_id, choices }) => ({ uid: question_id, answer: choices[0]!.turns[0]!.content })),
  z
    .object({
      uid: z.string(),
      messages: z.array(
        z.object({ role: z.string(), content: z.union([z.string(), z.object({ answer: z.string() })]) }),
      ),
    })
    .transform(({ uid, messages }) => {
      const content = messages.findLast(({ role }) => role === "assistant")?.content ?? "";
      return { uid, answer: typeof content === "string" ? content : content.answer };
    }),
]);

interface ArenaItem {
  readonly id: string;
  readonly prompt: string;
  readonly baseline: string;
}

/** The two games, the baseline as A first. */
export interface ArenaVerdict {
  readonly games: readonly Game[];
}

/** Answers that were not judged have lost. */
const NO_GAMES = [
  { advantage: -1, strong: false },
  { advantage: -1, strong: false },
] as const;

/** Arena-Hard's own win rate. */
const winRate: ShareFigure<ArenaVerdict> = {
  kind: "share",
  name: "win rate, strong verdicts threefold",
  count: ({ score: { verdict } }) => weighGames(verdict?.games ?? NO_GAMES),
};

/** Arena-Hard v1: answers against those of gpt-4-0314, judged in both orders. The value is 1 for two wins, 0 for two defeats. */
export const arenaHardTask: Task = {
  id: "arena-hard",
  title: "Arena-Hard v1",
  group: "judged",
  files: [questions, baselines],
  needs: ["judge"],
  figures: [winRate],
  published: {
    reasoning: 90.1,
    plain: 56.8,
    caveat: "ours is won by our own instructions to the judge; their judge is not named",
  },
  open: async (data) => environment(await readItems(data)) as Environment,
};

async function readItems(data: DataFolder): Promise<ArenaItem[]> {
  const rows = await readJsonRows(data, questions, questionRow);
  const answers = new Map(
    (await readJsonRows(data, baselines, answerRow)).map(({ uid, answer }) => [uid, answer] as const),
  );
  return rows.map(({ uid, prompt }) => {
    const baseline = answers.get(uid);
    if (baseline !== undefined && baseline.trim() !== "") return { id: uid, prompt, baseline };
    const path = data.pathOf(baselines)!;
    throw new HermesError("file-invalid", `${path} has no answer to question ${uid}.`, { path });
  });
}

function environment(items: readonly ArenaItem[]): Environment<ArenaItem, ArenaVerdict> {
  return {
    id: "arena-hard",
    version: "1",
    defaults: reportSampling(1, 32_768),
    items: shuffledItems("arena-hard", items),
    itemId: ({ id }) => id,
    category: () => "all",
    prompt: ({ prompt }, mode) => ({ messages: [{ role: "user", content: prompt }], thinking: mode === "reasoning" }),
    score,
    demonstrate: () => null,
    aggregate: (samples: readonly ScoredSample<ArenaVerdict>[]) => figuresOf(samples),
  };
}

async function score(
  { prompt, baseline }: ArenaItem,
  { completion, mode }: Trajectory,
  services: Services,
): Promise<Score<ArenaVerdict>> {
  const answer = readAnswer(completion, mode);
  if (!answer.found) return wrong(answer.reason) as Score<ArenaVerdict>;
  if (answer.span.text === "") return wrong("empty") as Score<ArenaVerdict>;
  const games = await judgeBothOrders(prompt, answer.span.text, baseline, services);
  const value = (games[0].advantage + games[1].advantage + 2) / 4;
  const reason = value === 1 ? {} : { reason: value === 0 ? "lost" : "not_won_twice" };
  const extracted = { ...answer.span, method: "answer" };
  return { value, correct: null, extracted, rejected: [], ...reason, verdict: { games } };
}

function figuresOf(samples: readonly ScoredSample<ArenaVerdict>[]): Record<string, number> {
  const games = samples.flatMap(({ score: { verdict } }) => [...(verdict?.games ?? NO_GAMES)]);
  const share = (advantage: number) =>
    games.length === 0 ? 0 : games.filter((game) => game.advantage === advantage).length / games.length;
  return {
    [winRate.name]: weightedWinRate(games),
    "games won": share(1),
    "games tied": share(0),
    "games lost": share(-1),
  };
}
