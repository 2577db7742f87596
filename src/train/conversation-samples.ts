import { type ChatMessage, profiles, renderPrompt, type Tool } from "../chat/index.ts";
import { HermesError } from "../errors.ts";
import type { PromptSegment, Tokenizer } from "../tokenizer/index.ts";
import { IGNORED, type Sample } from "./row.ts";

/** A conversation whose assistant content is the raw completion: thought, text and calls verbatim. */
export interface Conversation {
  readonly messages: readonly ChatMessage[];
  readonly tools?: readonly Tool[];
  readonly thinking: boolean;
  readonly keepCots: boolean;
  /** Indices into `messages` of assistant turns that are context only. */
  readonly untrainedTurns?: readonly number[];
  /** What it teaches, for reports. */
  readonly environment: string;
}

/** One trained turn: the prompt as inference renders it, and the answer with its end of turn. */
interface TrainedTurn {
  readonly segments: readonly PromptSegment[];
  readonly prompt: string;
  readonly answer: string;
}

/** Part of a sample's text: characters [start, end) are trained. */
interface TrainedSpan {
  readonly start: number;
  readonly end: number;
}

const profile = profiles.llama3;

/**
 * The samples of a conversation. Turns share one sample while the later prompt holds the earlier prompt and answer
 * letter by letter; where the template rewrites history (thoughts stripped), the earlier turn gets a sample of its own.
 * Only answers and their end-of-turn tokens are trained. Throws `training-invalid` when no turn is trained.
 */
export function conversationSamples(conversation: Conversation, tokenizer: Tokenizer): Sample[] {
  const turns = trainedTurns(conversation);
  if (turns.length === 0) {
    const message = `A conversation of "${conversation.environment}" has no assistant turn to train.`;
    throw new HermesError("training-invalid", message, { what: conversation.environment });
  }
  const samples: Sample[] = [];
  let spans: TrainedSpan[] = [];
  turns.forEach((turn, index) => {
    spans.push({ start: turn.prompt.length, end: turn.prompt.length + turn.answer.length });
    if (turns[index + 1]?.prompt.startsWith(turn.prompt + turn.answer)) return;
    samples.push(encodeSample(turn, spans, conversation.environment, tokenizer));
    spans = [];
  });
  return samples;
}

/** The text of the conversation's last trained turn, prompt and answer, for learning a vocabulary. */
export function conversationText(conversation: Conversation): string {
  const last = trainedTurns(conversation).at(-1);
  return last === undefined ? "" : last.prompt + last.answer;
}

function trainedTurns({ messages, tools, thinking, keepCots, untrainedTurns }: Conversation): TrainedTurn[] {
  return messages.flatMap((message, index) => {
    if (message.role !== "assistant" || untrainedTurns?.includes(index)) return [];
    const { segments, text } = renderPrompt({
      profile: profile.name,
      messages: messages.slice(0, index),
      ...(tools ? { tools } : {}),
      thinking,
      keepCots,
      addGenerationPrompt: true,
    });
    return [{ segments, prompt: text, answer: `${message.content}${profile.endOfTurnToken}` }];
  });
}

/**
 * Encodes the text piece by piece, cut where an answer begins: exactly what inference does, where the prompt is encoded
 * before an answer exists. An answer ends in a control token, so its end is a border anyway.
 */
function encodeSample(turn: TrainedTurn, spans: readonly TrainedSpan[], kind: string, tokenizer: Tokenizer): Sample {
  const answer: PromptSegment[] = [
    { text: turn.answer.slice(0, -profile.endOfTurnToken.length), source: "assistant" },
    { text: profile.endOfTurnToken, source: "template" },
  ];
  const segments = [...turn.segments, ...answer];
  const tokens: number[] = [];
  const labels: number[] = [];
  const add = (start: number, end: number, trained: boolean): void => {
    for (const id of tokenizer.encodeSegments(cutSegments(segments, start, end))) {
      tokens.push(id);
      labels.push(trained ? id : IGNORED);
    }
  };
  let done = 0;
  for (const { start, end } of spans) {
    add(done, start, false);
    add(start, end, true);
    done = end;
  }
  return { tokens: Int32Array.from(tokens), labels: Int32Array.from(labels), kind };
}

/** The segments of characters [start, end) of the joined text. */
function cutSegments(segments: readonly PromptSegment[], start: number, end: number): PromptSegment[] {
  let offset = 0;
  return segments.flatMap(({ text, source }) => {
    const from = offset;
    offset += text.length;
    const piece = text.slice(Math.max(0, start - from), Math.max(0, end - from));
    return piece === "" ? [] : [{ text: piece, source }];
  });
}
