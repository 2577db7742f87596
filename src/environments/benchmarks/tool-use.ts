import { z } from "zod";
import { HermesError } from "../../errors.ts";
import { completionText, readAnswer } from "../completion.ts";
import type { Environment, Score, Trajectory } from "../contract.ts";
import { type DataFile, readJsonRows } from "../data/index.ts";
import { renderCallBlock } from "../scoring/tool-calls/render-call.ts";
import { episodeReward, lengthAdjusted, relevanceReward } from "../scoring/tool-use/episode-reward.ts";
import type { CallMatch, ExpectedCall } from "../scoring/tool-use/match-calls.ts";
import { type Episode, readEpisode } from "../scoring/tool-use/read-episode.ts";
import { runEpisode, turnRequest } from "../scoring/tool-use/run-episode.ts";
import { scoreTurn, type TurnRules } from "../scoring/tool-use/score-turn.ts";
import type { Task } from "../task.ts";
import { shuffledItems } from "./file-items.ts";
import { reportSampling } from "./request.ts";

const file: DataFile = {
  name: "tool-use/xlam_atropos.jsonl",
  sha256: null,
  source:
    "conversations with tools in the layout of ShareGPT, one JSON object a line with `conversations`, as NousResearch/XLAM-Atropos has them",
};

const row = z.object({ conversations: z.array(z.object({ from: z.string(), value: z.string() })).min(2) });

interface ToolUseItem extends Episode {
  readonly id: string;
}

export interface ToolUseVerdict {
  readonly reward: number;
  readonly rightCalls: number;
  readonly allCalls: number;
}

export interface ToolUseOptions {
  readonly match: CallMatch;
  /** Calls inside the thought count too. */
  readonly interleaved: boolean;
}

/** Tool use after the report (section 2.2.5): whole calls must be equal. Category = kind of episode. */
export const toolUseTask = toolUse("tool-use", "Tool use, calls equal", { match: "exact", interleaved: false });

/** The same by the rule of Atropos: arguments beyond the expected ones are tolerated. */
export const toolUseContainsTask = toolUse("tool-use-contains", "Tool use, calls hold what is expected", {
  match: "contains",
  interleaved: false,
});

export function toolUse(id: string, title: string, options: ToolUseOptions): Task {
  return {
    id,
    title,
    group: "tools",
    files: [file],
    needs: [],
    open: async (data) => {
      const rows = await readJsonRows(data, file, row);
      const items = rows.flatMap(({ conversations }, index): ToolUseItem[] => {
        const episode = readEpisode(conversations);
        return episode === null ? [] : [{ ...episode, id: String(index) }];
      });
      return environment(id, items, options);
    },
  };
}

function environment(
  id: string,
  items: readonly ToolUseItem[],
  options: ToolUseOptions,
): Environment<ToolUseItem, ToolUseVerdict> {
  return {
    id,
    version: "1",
    defaults: reportSampling(1, 32_768),
    items: shuffledItems("tool-use", items),
    itemId: (item) => item.id,
    category: ({ kind }) => kind,
    prompt: ({ turns }, mode) => turnRequest(turns[0]!.before, mode),
    rollout: (item, model, mode, _random, signal) =>
      runEpisode(
        item,
        model,
        mode,
        (turn, answer) => scoreTurnOf(item, turn, answer, options).correct === true,
        signal,
      ),
    score: (item, trajectory) => score(item, trajectory, options),
    demonstrate: ({ turns, kind }, mode) => {
      const [{ expected }] = turns as [ToolUseItem["turns"][number]];
      if (expected === null || turns.length > 1) return null;
      if (kind === "relevance") return completionText(mode, "No tool fits.", "Sorry, none of my tools does that.");
      return completionText(mode, "I call what is asked for.", expected.map(blockOf).join("\n"));
    },
    adjustGroup: (scores, lengths, limit) =>
      lengthAdjusted(
        scores,
        scores.map(({ verdict, value }) => verdict?.reward ?? value),
        lengths,
        limit,
      ),
  };
}

function blockOf({ name, arguments: given }: ExpectedCall): string {
  return renderCallBlock(name, given);
}

function rulesOf({ kind }: Episode, options: ToolUseOptions): TurnRules {
  return { ...options, callsOnly: kind === "multistep" || kind === "multiturn" };
}

function scoreTurnOf(item: ToolUseItem, index: number, { completion, mode }: Trajectory, options: ToolUseOptions) {
  const { expected } = item.turns[index]!;
  if (expected !== null) return scoreTurn(completion, mode, expected, rulesOf(item, options));
  const message = `conversation ${item.id} holds a tool-call block that is no call; expected JSON with name and arguments`;
  throw new HermesError("environment-failed", message, { kind: "item", item: item.id });
}

/** The share of right calls; turns before the last one were right, or the episode would have ended. */
function score(item: ToolUseItem, trajectory: Trajectory, options: ToolUseOptions): Score<ToolUseVerdict> {
  const passed = (trajectory.turns ?? []).filter(({ tool_calls }) => (tool_calls?.length ?? 0) > 0).length;
  const turn = scoreTurnOf(item, passed, trajectory, options);
  const right = turn.correct === true;
  const counts = item.turns.map(({ expected }) => expected?.length ?? 0);
  const sum = (to: number) => counts.slice(0, to).reduce((total, count) => total + count, 0);
  const rightCalls = sum(right ? passed + 1 : passed);
  const allCalls = sum(counts.length);
  if (item.kind === "relevance") {
    const answer = readAnswer(trajectory.completion, trajectory.mode);
    const reward = relevanceReward(right, answer.found ? answer.span.text : "");
    return { ...turn, verdict: { reward, rightCalls, allCalls } };
  }
  const verdict = { reward: episodeReward(item.kind, rightCalls, allCalls), rightCalls, allCalls };
  return { ...turn, value: rightCalls / allCalls, correct: rightCalls === allCalls, verdict };
}
