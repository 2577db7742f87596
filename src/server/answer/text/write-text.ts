import type { Usage } from "../../../chat/index.ts";
import { ApiError } from "../../api-error.ts";
import type { FinishPart } from "../chat/chat-spelling.ts";
import { RunningTimings } from "../chat/running-timings.ts";
import { spellProgress, spellReason, spellTimings, spellUsage } from "../chat/spell-counts.ts";
import type { AnswerHead, WireUsage } from "../chat/wire.ts";
import type { ChoicePart } from "../run/part-queue.ts";
import { createTextWriters, type TextTokens } from "./text-choice-writer.ts";
import type { TextPlan } from "./text-plan.ts";
import type { TextChoice, TextCompletion } from "./wire.ts";

/** The chunks of the answers to a body, in the order of their parts. */
export async function* writeTextChunks(
  parts: AsyncIterable<ChoicePart>,
  head: AnswerHead,
  plan: TextPlan,
  clock: () => number,
): AsyncGenerator<TextCompletion> {
  const { includeUsage, progress, timingsPerToken } = plan.stream;
  const timings = new RunningTimings(clock);
  const usages: Usage[] = [];
  const choices = createTextWriters(plan);
  const chunk = (choice: readonly TextChoice[]): TextCompletion => ({
    ...head,
    object: "text_completion",
    choices: choice,
    ...(includeUsage ? { usage: null } : {}),
  });
  for await (const { index, part } of parts) {
    timings.note(part);
    const choice = choices[index]!;
    if (part.type === "diagnostic") choice.note(part);
    else if (part.type === "prompt-progress" && progress) {
      yield { ...chunk([]), prompt_progress: spellProgress(part) };
    } else if (part.type === "text-delta") {
      const written = { ...choice.write(part.text, part.logprobs ?? []), finish_reason: null };
      yield { ...chunk([written]), ...(timingsPerToken ? { timings: timings.now() } : {}) };
    } else if (part.type === "finish") {
      usages[index] = part.usage;
      const ending = { finish_reason: spellReason(part.reason), hermes: choice.notes(part) };
      const last = { ...choice.write("", []), logprobs: null, ...ending };
      yield { ...chunk([last]), timings: spellTimings(part.usage, part.timings) };
    }
  }
  if (includeUsage) yield { ...chunk([]), usage: usageOf(usages, plan.choices) };
}

/** The whole answers: the fold of the same parts. */
export async function writeText(
  parts: AsyncIterable<ChoicePart>,
  head: AnswerHead,
  plan: TextPlan,
): Promise<TextCompletion> {
  const folds = createTextWriters(plan).map((choice) => ({
    choice,
    text: "",
    tokens: [] as TextTokens[number][],
    end: null as FinishPart | null,
  }));
  for await (const { index, part } of parts) {
    const fold = folds[index]!;
    if (part.type === "finish") fold.end = part;
    if (part.type === "diagnostic") fold.choice.note(part);
    if (part.type !== "text-delta") continue;
    fold.text += part.text;
    for (const token of part.logprobs ?? []) fold.tokens.push(token);
  }
  const ends = folds.map(({ end }) => {
    if (end !== null) return end;
    throw new ApiError("The answer broke off.", { status: 500, type: "server_error" });
  });
  const first = ends[0]!;
  return {
    ...head,
    object: "text_completion",
    choices: folds.map(({ choice, text, tokens }, index) => ({
      ...choice.write(text, tokens),
      finish_reason: spellReason(ends[index]!.reason),
      hermes: choice.notes(ends[index]!),
    })),
    usage: usageOf(
      ends.map(({ usage }) => usage),
      plan.choices,
    ),
    timings: spellTimings(first.usage, first.timings),
  };
}

/** Every prompt counts once, however many answers it has. */
function usageOf(usages: readonly Usage[], choices: number): WireUsage {
  const answers = spellUsage(usages);
  const prompts = usages.filter((_, index) => index % choices === 0);
  const prompt = prompts.reduce((total, { promptTokens }) => total + promptTokens, 0);
  const cached = prompts.reduce((total, { cachedTokens }) => total + cachedTokens, 0);
  return {
    ...answers,
    prompt_tokens: prompt,
    total_tokens: prompt + answers.completion_tokens,
    prompt_tokens_details: { cached_tokens: cached },
  };
}
